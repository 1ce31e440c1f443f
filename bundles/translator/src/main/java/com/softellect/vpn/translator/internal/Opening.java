package com.softellect.vpn.translator.internal;

/**
 * A new flow, or why there is none.
 *
 * @param flow    null if it was refused
 * @param refused null if it was not
 */
record Opening(Flow flow, Refusal refused) {

    /** Why a flow can't be. */
    enum Refusal {
        /** The other end is the gateway itself. */
        GATEWAY,
        /** The other end is an address and port that stand for a client. */
        HAIRPIN,
        /** The system has no way there. */
        NO_ROUTE,
        /** The client has all the flows that one may have. */
        CLIENT_LIMIT,
        /** There are all the flows that there may be. */
        FLOW_LIMIT,
        /** No port is left, and all that are leased have a flow to that other end already. */
        PORTS
    }

    static Opening of(Flow flow) {
        return new Opening(flow, null);
    }

    static Opening refused(Refusal why) {
        return new Opening(null, why);
    }
}
