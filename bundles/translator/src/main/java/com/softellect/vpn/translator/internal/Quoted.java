package com.softellect.vpn.translator.internal;

import com.softellect.vpn.datapath.offload.Checksum;

/** The beginning of a packet that an ICMP message is about; {@code ip} is where it begins in the message. Stateless. */
final class Quoted {

    /** What is there at least of the transport's header (RFC 792): the ports, or the echo's id. */
    private static final int LEAST = 8;

    private static final int VERSION_4 = 4;

    private Quoted() {
    }

    /** @return null if there is not enough of it, or nothing that is translated */
    static Transport transport(byte[] message, int ip) {
        if (message.length < ip + Ip.HEADER || message[ip] >> 4 != VERSION_4 || Ip.header(message, ip) < Ip.HEADER
                || message.length < ip + Ip.header(message, ip) + LEAST
                || (Checksum.word(message, ip + Ip.FRAGMENT) & Ip.FRAGMENT_OFFSET) != 0) {
            return null;
        }
        return Transport.of(message, ip);
    }

    static int source(byte[] message, int ip) {
        return Checksum.intAt(message, ip + Ip.SOURCE);
    }

    static int destination(byte[] message, int ip) {
        return Checksum.intAt(message, ip + Ip.DESTINATION);
    }

    /** @param at where in the transport's header */
    static int port(byte[] message, int ip, int at) {
        return Checksum.word(message, ip + Ip.header(message, ip) + at);
    }
}
