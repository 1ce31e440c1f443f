package com.softellect.vpn.api.client;

/** A client was not let in. The message may be shown to it. */
public class AuthenticationException extends Exception {

    /** Why, as the contract says it to the client. */
    public enum Reason {
        /** Unknown client, unknown algorithm or wrong proof: which of them is not told. */
        REFUSED,
        /** The timestamp is too far from the gateway's clock, or from before the gateway started. */
        CLOCK,
        /** The nonce was seen before. */
        REPLAY,
        /** The gateway has no room for another session. */
        FULL,
        /** The client's address is in use by another client. */
        ADDRESS_IN_USE,
        /** The proof was right, but the client has been disabled. */
        DISABLED,
        /** The proof was right, but the client's time is over. */
        EXPIRED,
        /** Too many attempts: from this address, by this client, or altogether. */
        TOO_MANY,
        /** The client was changed while it was authenticated: to be tried again. */
        CHANGED
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
