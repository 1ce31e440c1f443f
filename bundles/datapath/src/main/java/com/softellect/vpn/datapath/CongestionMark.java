package com.softellect.vpn.datapath;

/** Explicit Congestion Notification in an IPv4 header (RFC 3168). Stateless. */
final class CongestionMark {

    private static final int TOS = 1;
    private static final int CHECKSUM = 10;
    private static final int MIN_HEADER = 20;
    private static final int CE = 3;
    private static final int WORD = 0xffff;

    private CongestionMark() {
    }

    /**
     * Marks a packet as one that met congestion, if its sender said that it understands that.
     *
     * @return false if the sender did not: nothing is changed then, and only a loss tells it
     */
    static boolean put(byte[] packet) {
        if (packet.length < MIN_HEADER || (packet[TOS] & CE) == 0) {
            return false;
        }
        int before = word(packet, 0);
        packet[TOS] |= CE;
        putChecksum(packet, before, word(packet, 0));
        return true;
    }

    /** Brings the header's checksum up to date with one word that has changed (RFC 1624, equation 3). */
    private static void putChecksum(byte[] packet, int before, int after) {
        int sum = (~word(packet, CHECKSUM) & WORD) + (~before & WORD) + after;
        sum = (sum & WORD) + (sum >>> 16);
        sum = (sum & WORD) + (sum >>> 16);
        packet[CHECKSUM] = (byte) (~sum >>> 8);
        packet[CHECKSUM + 1] = (byte) ~sum;
    }

    private static int word(byte[] bytes, int at) {
        return (bytes[at] & 255) << 8 | bytes[at + 1] & 255;
    }
}
