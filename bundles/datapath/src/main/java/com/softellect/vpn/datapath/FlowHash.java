package com.softellect.vpn.datapath;

/**
 * Which flow a packet belongs to: by its addresses and protocol, and its ports where it has some. A seed that nobody outside knows keeps others
 * from choosing packets that meet in one flow. Immutable.
 */
record FlowHash(long seed) {

    private static final int PROTOCOL = 9;
    private static final int ADDRESSES = 12;
    private static final int MIN_HEADER = 20;
    private static final int PORTS_BYTES = 4;
    /** The fragment's offset, and that more follow: only the first fragment has the ports, and all must take the same way. */
    private static final int FRAGMENT = 0x3fff;

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DCCP = 33;
    private static final int SCTP = 132;

    /** Any int, the same for all packets of a flow. What is too short for a header belongs to one flow. */
    int of(byte[] packet) {
        if (packet.length < MIN_HEADER) {
            return 0;
        }
        int protocol = packet[PROTOCOL] & 255;
        long mixed = mix(seed ^ ((long) intAt(packet, ADDRESSES) << Integer.SIZE | intAt(packet, ADDRESSES + Integer.BYTES) & 0xffff_ffffL));
        mixed = mix(mixed ^ ((long) protocol << Integer.SIZE | ports(packet, protocol) & 0xffff_ffffL));
        return (int) mixed;
    }

    private static int ports(byte[] packet, int protocol) {
        int header = (packet[0] & 15) * 4;
        boolean whole = (((packet[6] & 255) << 8 | packet[7] & 255) & FRAGMENT) == 0;
        return whole && hasPorts(protocol) && packet.length >= header + PORTS_BYTES ? intAt(packet, header) : 0;
    }

    private static boolean hasPorts(int protocol) {
        return protocol == TCP || protocol == UDP || protocol == SCTP || protocol == DCCP;
    }

    private static int intAt(byte[] b, int i) {
        return (b[i] & 255) << 24 | (b[i + 1] & 255) << 16 | (b[i + 2] & 255) << 8 | b[i + 3] & 255;
    }

    /** Spreads every bit over all others: the finalizer of MurmurHash3. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
