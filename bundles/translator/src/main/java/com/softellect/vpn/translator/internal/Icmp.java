package com.softellect.vpn.translator.internal;

import com.softellect.vpn.datapath.offload.Checksum;

/** ICMP messages (RFC 792): their fields, and those that a translator sends by itself. Stateless. */
final class Icmp {

    static final int ECHO_REPLY = 0;
    static final int UNREACHABLE = 3;
    static final int ECHO = 8;
    static final int TIME_EXCEEDED = 11;
    static final int PARAMETER_PROBLEM = 12;

    static final int NO_NETWORK = 0;
    static final int NO_PROTOCOL = 2;
    static final int FRAGMENTATION_NEEDED = 4;
    /** What RFC 5508 (REQ-8) wants for a flow that can't be, for lack of ports too. */
    static final int PROHIBITED = 13;

    /** Where a message says things, from its start. */
    static final int TYPE = 0;
    private static final int CODE = 1;
    static final int ID = 4;
    private static final int NEXT_MTU = 6;
    static final int HEADER = 8;

    /** The longest message about a packet (RFC 1812, 4.3.2.3), in bytes. */
    private static final int MOST = 576;
    private static final int TTL = 64;
    private static final int IPV4 = 0x45;

    private Icmp() {
    }

    static int type(byte[] packet) {
        return packet[Ip.header(packet, 0) + TYPE] & 0xff;
    }

    /** Whether the message is about another packet, of which it has the beginning. */
    static boolean isError(int type) {
        return type == UNREACHABLE || type == TIME_EXCEEDED || type == PARAMETER_PROBLEM;
    }

    /** Whether somebody may be told of what became of that packet (RFC 1122, 3.2.2): not of an error, so that none begets another, nor of a mere part. */
    static boolean mayTell(byte[] about) {
        if ((Checksum.word(about, Ip.FRAGMENT) & Ip.FRAGMENT_OFFSET) != 0) {
            return false;
        }
        return about[Ip.PROTOCOL] != Transport.ICMP.protocol()
                || about.length >= Ip.header(about, 0) + HEADER && (type(about) == ECHO || type(about) == ECHO_REPLY);
    }

    /**
     * A message to a packet's source.
     *
     * @param about that packet, as its source sent it
     * @param from  the source of the message
     * @param mtu   of the next link for {@link #FRAGMENTATION_NEEDED}, else 0
     */
    static byte[] about(byte[] about, int from, int type, int code, int mtu) {
        int quoted = Math.min(about.length, MOST - Ip.HEADER - HEADER);
        byte[] message = new byte[Ip.HEADER + HEADER + quoted];
        header(message, Transport.ICMP, from, Checksum.intAt(about, Ip.SOURCE));
        message[Ip.HEADER + TYPE] = (byte) type;
        message[Ip.HEADER + CODE] = (byte) code;
        Checksum.putWord(message, Ip.HEADER + NEXT_MTU, mtu);
        System.arraycopy(about, 0, message, Ip.HEADER + HEADER, quoted);
        Checksums.finishIcmp(message);
        return message;
    }

    /**
     * The reset that answers a segment of a connection that nobody knows (RFC 9293, 3.10.7.1), as if from its destination.
     *
     * @param segment that is no reset itself
     */
    static byte[] reset(byte[] segment) {
        int tcp = Ip.header(segment, 0);
        byte[] reset = new byte[Ip.HEADER + TcpHeader.BYTES];
        header(reset, Transport.TCP, Checksum.intAt(segment, Ip.DESTINATION), Checksum.intAt(segment, Ip.SOURCE));
        int at = Ip.HEADER;
        Checksum.putWord(reset, at, Checksum.word(segment, tcp + Transport.TCP.destinationPort()));
        Checksum.putWord(reset, at + Transport.TCP.destinationPort(), Checksum.word(segment, tcp));
        int flags = TcpHeader.flags(segment, tcp);
        if ((flags & TcpHeader.ACK) != 0) {
            Checksum.putInt(reset, at + TcpHeader.SEQUENCE, Checksum.intAt(segment, tcp + TcpHeader.ACKNOWLEDGEMENT));
            reset[at + TcpHeader.FLAGS] = TcpHeader.RST;
        } else {
            int length = segment.length - tcp - TcpHeader.length(segment, tcp) + Integer.bitCount(flags & (TcpHeader.SYN | TcpHeader.FIN));
            Checksum.putInt(reset, at + TcpHeader.ACKNOWLEDGEMENT, Checksum.intAt(segment, tcp + TcpHeader.SEQUENCE) + length);
            reset[at + TcpHeader.FLAGS] = TcpHeader.RST | TcpHeader.ACK;
        }
        reset[at + TcpHeader.DATA_OFFSET] = TcpHeader.BYTES / 4 << 4;
        Checksums.finishTcp(reset);
        return reset;
    }

    private static void header(byte[] packet, Transport transport, int from, int to) {
        packet[0] = IPV4;
        Checksum.putWord(packet, Ip.TOTAL_LENGTH, packet.length);
        packet[Ip.TTL] = TTL;
        packet[Ip.PROTOCOL] = (byte) transport.protocol();
        Checksum.putInt(packet, Ip.SOURCE, from);
        Checksum.putInt(packet, Ip.DESTINATION, to);
        Ip.finish(packet);
    }
}
