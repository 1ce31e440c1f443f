package com.softellect.vpn.api.session;

/** Why a session ended. */
public enum EndReason {
    /** The client said goodbye. */
    DISCONNECTED,
    /** The client was silent for too long. */
    IDLE,
    /** The client authenticated again. */
    REPLACED,
    /** An operator ended it, or the client may no longer connect. */
    ADMINISTRATOR,
    /** The gateway stops. */
    SHUTDOWN
}
