package com.softellect.vpn.tunnel.internal;

import java.io.IOException;

/** The HTTP proxy does not connect to the gateway. The message says why, without credentials. */
final class ProxyException extends IOException {

    private static final long serialVersionUID = 1L;

    ProxyException(String message) {
        super(message);
    }
}
