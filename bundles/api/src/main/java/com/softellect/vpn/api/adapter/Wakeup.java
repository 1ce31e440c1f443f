package com.softellect.vpn.api.adapter;

/** Why a wait on {read wait handle, cancellation} ended. */
public enum Wakeup {
    /** Packets may be there. */
    READABLE,
    /** The cancellation was signalled, or the handle was closed: the loop ends. */
    CANCELLED
}
