package com.softellect.vpn.api.packet;

/** Reads the fields of an IPv4 header (RFC 791) in place. All numbers are in network byte order in the packet. */
public final class Ipv4Packet {

    /** The most bytes that the total length field can say. */
    public static final int MAX_LENGTH = 65_535;

    /** The bytes of a header without options. */
    public static final int MIN_HEADER_LENGTH = 20;

    private Ipv4Packet() {
    }

    /**
     * Checks what every packet must be, wherever it comes from.
     *
     * @return null if the packet is a well-formed IPv4 packet, else why it must be dropped
     */
    public static DropReason check(byte[] packet) {
        if (packet.length == 0) {
            return DropReason.EMPTY;
        }
        int version = packet[0] >> 4 & 15;
        if (version != 4) {
            return version == 6 ? DropReason.IPV6 : DropReason.NOT_IP;
        }
        if (packet.length < MIN_HEADER_LENGTH) {
            return DropReason.TRUNCATED;
        }
        if (packet.length > MAX_LENGTH) {
            return DropReason.OVERSIZED;
        }
        int headerLength = (packet[0] & 15) * 4;
        if (headerLength < MIN_HEADER_LENGTH || headerLength > packet.length) {
            return DropReason.HEADER_LENGTH;
        }
        int totalLength = (packet[2] & 255) << 8 | packet[3] & 255;
        return totalLength == packet.length ? null : DropReason.TOTAL_LENGTH;
    }

    /** The source address of a packet that passed {@link #check}. */
    public static int source(byte[] packet) {
        return intAt(packet, 12);
    }

    /** The destination address of a packet that passed {@link #check}. */
    public static int destination(byte[] packet) {
        return intAt(packet, 16);
    }

    public static boolean isMulticast(int address) {
        return address >>> 28 == 14;
    }

    private static int intAt(byte[] b, int i) {
        return (b[i] & 255) << 24 | (b[i + 1] & 255) << 16 | (b[i + 2] & 255) << 8 | b[i + 3] & 255;
    }
}
