package com.softellect.vpn.api.client;

/** A client was not let in. The message may be shown to it. */
public class AuthenticationException extends Exception {

    /** Why, as the contract says it to the client. */
    public enum Reason {
        /** Unknown client, unknown algorithm or wrong proof: which of them is not told. */
        REFUSED,
        /** The timestamp is too far from the gateway's clock. */
        CLOCK,
        /** The nonce was seen before. */
        REPLAY,
        /** The gateway has no room for another session. */
        FULL,
        /** The client's address is in use by another client. */
        ADDRESS_IN_USE
    }

    private final Reason reason;

    public AuthenticationException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
