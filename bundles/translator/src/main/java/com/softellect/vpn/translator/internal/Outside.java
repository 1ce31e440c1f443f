package com.softellect.vpn.translator.internal;

/** The networks outside of the tunnel, as the system reaches them. Any thread; nothing here waits. */
interface Outside {

    /** Instead of a descriptor: somebody else has the port. */
    int PORT_IN_USE = -1;

    /** Instead of a descriptor: there is none to be had, or the address is not the system's any more. */
    int NO_LEASE = -2;

    /**
     * The way to an address.
     *
     * @return null if the system has none
     */
    Route route(int destination);

    /**
     * Makes a port of the system's ours: nobody else gets it, and the system itself answers nothing that comes for it.
     *
     * @param transport one with ports
     * @return a descriptor that holds the port until {@link #release}; or {@link #PORT_IN_USE} or {@link #NO_LEASE}
     */
    int lease(Transport transport, int address, int port);

    void release(int descriptor);

    /** @param packet with all checksums complete, and an address of the system's as its source; the caller's again afterwards */
    Sent send(byte[] packet);

    /**
     * @param source the address of the system's own that packets leave with; the destination itself if that is one of the system's own
     * @param mtu    the longest packet for there, in bytes, as far as the system knows
     */
    record Route(int source, int mtu) {
    }

    /** What became of a packet. */
    enum Sent {
        SENT,
        /** Longer than the link's MTU. */
        TOO_BIG,
        /** The system has no room now. */
        FULL,
        /** The system has no way to the destination. */
        UNREACHABLE,
        /** A rule of the system's forbids it. */
        REFUSED
    }
}
