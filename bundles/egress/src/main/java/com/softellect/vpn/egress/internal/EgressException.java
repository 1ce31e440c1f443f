package com.softellect.vpn.egress.internal;

/** The system does not let clients out. The message says why and what to do. */
final class EgressException extends Exception {

    private static final long serialVersionUID = 1L;

    EgressException(String message) {
        super(message);
    }

    EgressException(String message, Throwable cause) {
        super(message, cause);
    }
}
