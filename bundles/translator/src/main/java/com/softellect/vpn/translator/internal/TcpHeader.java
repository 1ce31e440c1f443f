package com.softellect.vpn.translator.internal;

import com.softellect.vpn.datapath.offload.Checksum;

/** The fields of a TCP header (RFC 9293) that a translator looks at. {@code tcp} is where the header begins. Stateless. */
final class TcpHeader {

    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int ACK = 0x10;

    static final int SEQUENCE = 4;
    static final int ACKNOWLEDGEMENT = 8;
    static final int DATA_OFFSET = 12;
    static final int FLAGS = 13;
    static final int BYTES = 20;

    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    private static final int MAXIMUM_SEGMENT = 2;
    private static final int MAXIMUM_SEGMENT_BYTES = 4;

    private TcpHeader() {
    }

    static int flags(byte[] packet, int tcp) {
        return packet[tcp + FLAGS] & 0xff;
    }

    /** The header's length in bytes, as it says. */
    static int length(byte[] packet, int tcp) {
        return (packet[tcp + DATA_OFFSET] >>> 4 & 15) * 4;
    }

    /**
     * Lowers the maximum segment size that a SYN announces, so that what comes fits without ICMP's help.
     *
     * @param most bytes
     */
    static void clamp(byte[] packet, int tcp, int most) {
        int end = Math.min(tcp + length(packet, tcp), packet.length);
        int at = tcp + BYTES;
        while (at + 1 < end && packet[at] != END_OF_OPTIONS) {
            int size = packet[at] == NO_OPERATION ? 1 : packet[at + 1] & 0xff;
            if (size == 0 || at + size > end) {
                return; // nonsense; whoever it is for may judge it
            }
            if (packet[at] == MAXIMUM_SEGMENT && size == MAXIMUM_SEGMENT_BYTES && Checksum.word(packet, at + 2) > most) {
                put(packet, tcp, at + 2, most);
            }
            at += size;
        }
    }

    /** At an odd place its two bytes belong to two words. */
    private static void put(byte[] packet, int tcp, int at, int value) {
        int checksum = tcp + Transport.TCP.checksum();
        if ((at - tcp) % Short.BYTES == 0) {
            Rewrite.word(packet, at, value, checksum);
        } else {
            Rewrite.word(packet, at - 1, Checksum.word(packet, at - 1) & 0xff00 | value >>> Byte.SIZE, checksum);
            Rewrite.word(packet, at + 1, (value & 0xff) << Byte.SIZE | packet[at + 2] & 0xff, checksum);
        }
    }
}
