package com.softellect.vpn.translator.internal;

import com.softellect.vpn.datapath.offload.Checksum;

/** Where things are in an IPv4 header (RFC 791), and what follows from them. For packets that passed {@code Ipv4Packet.check}. Stateless. */
final class Ip {

    static final int TOTAL_LENGTH = 2;
    static final int ID = 4;
    static final int FRAGMENT = 6;
    static final int TTL = 8;
    static final int PROTOCOL = 9;
    static final int CHECKSUM = 10;
    static final int SOURCE = 12;
    static final int DESTINATION = 16;
    static final int HEADER = 20;

    static final int DONT_FRAGMENT = 0x4000;
    static final int MORE_FRAGMENTS = 0x2000;
    /** Counted in units of {@link #FRAGMENT_UNIT} bytes. */
    static final int FRAGMENT_OFFSET = 0x1fff;
    static final int FRAGMENT_UNIT = 8;

    private Ip() {
    }

    /** The header's length in bytes; it begins at that index. */
    static int header(byte[] packet, int ip) {
        return (packet[ip] & 15) * 4;
    }

    static boolean isFragment(byte[] packet) {
        return (Checksum.word(packet, FRAGMENT) & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) != 0;
    }

    static boolean mayNotBeCut(byte[] packet) {
        return (packet[FRAGMENT] & DONT_FRAGMENT >>> Byte.SIZE) != 0;
    }

    static int ttl(byte[] packet) {
        return packet[TTL] & 0xff;
    }

    /** Writes the header's checksum anew. */
    static void finish(byte[] packet) {
        Checksum.putWord(packet, CHECKSUM, 0);
        Checksum.putWord(packet, CHECKSUM, Checksum.without(Checksum.sum(packet, 0, header(packet, 0))));
    }
}
