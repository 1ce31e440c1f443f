package com.softellect.vpn.api.handover;

/** A layer does not understand the state that was left for it. The message says which versions of it are meant, and what to do. */
public class UnknownHandoverException extends IllegalStateException {

    public UnknownHandoverException(String message) {
        super(message);
    }
}
