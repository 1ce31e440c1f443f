package com.softellect.vpn.api.adapter;

import java.io.IOException;

/** A TUN adapter can't be opened or used. The message says what to do about it. */
public class TunAdapterException extends IOException {

    public TunAdapterException(String message) {
        super(message);
    }

    public TunAdapterException(String message, Throwable cause) {
        super(message, cause);
    }
}
