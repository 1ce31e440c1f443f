package com.softellect.vpn.translator.internal;

/**
 * The two ends of a flow as its packets show them on one side of the translator: what it is found by.
 *
 * @param addresses of the near end, then of the far end
 * @param ports     of the near end, then of the far end, and the transport
 * @param flow      null of an entry that is not in force any more
 */
record Ends(long addresses, long ports, Flow flow) {

    static long addresses(int near, int far) {
        return (long) near << Integer.SIZE | far & 0xffff_ffffL;
    }

    static long ports(Transport transport, int near, int far) {
        return (long) near << Integer.SIZE | (long) far << Short.SIZE | transport.ordinal();
    }
}
