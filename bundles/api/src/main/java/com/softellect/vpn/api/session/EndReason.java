package com.softellect.vpn.api.session;

/** Why a session ended. */
public enum EndReason {
    /** The client said goodbye. */
    DISCONNECTED,
    /** The client was silent for too long. */
    IDLE,
    /** The client authenticated again, here or elsewhere: the newest wins. */
    REPLACED,
    /** An operator ended it; the client may come back. */
    ADMINISTRATOR,
    /** The client was disabled or removed. */
    REVOKED,
    /** The client's time is over. */
    EXPIRED,
    /** The client was given another key. */
    KEY_CHANGED,
    /** The gateway stops. */
    SHUTDOWN
}
