package com.softellect.vpn.datapath.offload;

import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.packet.Ipv4Packet;

/**
 * What a packet longer than the MTU must be: one unfragmented IPv4 packet with one TCP segment, as
 * {@link com.softellect.vpn.api.adapter.TunAdapter} says. Stateless; all methods but {@link #check} want a packet that passed it.
 */
public final class SuperPacket {

    /** Where the checksum is in a TCP header. */
    public static final int CHECKSUM = 16;

    /** The longest IPv4 and TCP headers there are, together, in bytes. */
    public static final int MAX_HEADERS = 120;

    static final int TOTAL_LENGTH = 2;
    static final int ID = 4;
    static final int FRAGMENT = 6;
    static final int PROTOCOL = 9;
    static final int IP_CHECKSUM = 10;
    static final int ADDRESSES = 12;
    static final int SEQUENCE = 4;
    static final int DATA_OFFSET = 12;
    static final int FLAGS = 13;

    static final int CWR = 0x80;

    private static final int ADDRESSES_BYTES = 8;
    private static final int MIN_TCP_HEADER = 20;
    private static final int TCP = 6;
    /** More fragments, and the fragment offset; not the bits beside them. */
    private static final int IS_FRAGMENT = 0x3fff;

    private SuperPacket() {
    }

    /**
     * Checks a packet of which it is known that it is longer than the MTU.
     *
     * @return null if it is a super-packet, else why it must be dropped
     */
    public static DropReason check(byte[] packet) {
        DropReason malformed = Ipv4Packet.check(packet);
        return malformed == null && !isTcpWithPayload(packet) ? DropReason.OVER_MTU : malformed;
    }

    private static boolean isTcpWithPayload(byte[] packet) {
        if (packet[PROTOCOL] != TCP || (Checksum.word(packet, FRAGMENT) & IS_FRAGMENT) != 0
                || packet.length < tcpHeader(packet) + MIN_TCP_HEADER) {
            return false;
        }
        int headers = headers(packet);
        return headers >= tcpHeader(packet) + MIN_TCP_HEADER && headers < packet.length;
    }

    /** Where the TCP header begins: the length of the IPv4 header in bytes. */
    public static int tcpHeader(byte[] packet) {
        return (packet[0] & 15) * 4;
    }

    /** Where the payload begins: the length of both headers in bytes. */
    public static int headers(byte[] packet) {
        int tcp = tcpHeader(packet);
        return tcp + (packet[tcp + DATA_OFFSET] >>> 4 & 15) * 4;
    }

    /** Whether it answers a congestion mark (RFC 3168): what only the first of its packets does. */
    public static boolean hasCwr(byte[] packet) {
        return (packet[tcpHeader(packet) + FLAGS] & CWR) != 0;
    }

    /** The sum of its pseudo header (RFC 9293, 3.1), not complemented: what its TCP checksum field holds. */
    public static int pseudoHeaderSum(byte[] packet) {
        return Checksum.fold(addressesAndProtocol(packet) + packet.length - tcpHeader(packet));
    }

    /** The pseudo header's sum without the TCP length. */
    static long addressesAndProtocol(byte[] packet) {
        return (long) Checksum.sum(packet, ADDRESSES, ADDRESSES_BYTES) + TCP;
    }

    /** Sets its TCP checksum field to what it must hold. */
    public static void makePartial(byte[] packet) {
        Checksum.putWord(packet, tcpHeader(packet) + CHECKSUM, pseudoHeaderSum(packet));
    }
}
