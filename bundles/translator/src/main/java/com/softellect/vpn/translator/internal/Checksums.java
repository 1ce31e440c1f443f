package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.datapath.offload.Checksum;

/**
 * The checksums of packets that a raw socket gave: complete, as they came over a wire; partial, as the sending system left them for a network card that
 * never saw them (between network namespaces, and of what was joined on its way in); or wrong. Stateless.
 */
final class Checksums {

    private static final int RIGHT = 0xffff;

    private Checksums() {
    }

    /**
     * Completes a partial checksum.
     *
     * @param packet whole, not a fragment
     * @return false if the checksum is wrong, and the packet must be dropped
     */
    static boolean settle(byte[] packet, Transport transport) {
        int start = Ip.header(packet, 0);
        int length = packet.length - start;
        int field = Checksum.word(packet, start + transport.checksum());
        if (transport == Transport.UDP && field == 0) {
            return true;
        }
        int outside = transport.coversAddresses() ? pseudoHeader(packet, transport, length) : 0;
        if (Checksum.fold((long) outside + Checksum.sum(packet, start, length)) == RIGHT) {
            return true;
        }
        return transport.coversAddresses() && field == outside && Checksum.complete(packet, start, transport.checksum());
    }

    private static int pseudoHeader(byte[] packet, Transport transport, int length) {
        return Checksum.fold((long) Checksum.sum(packet, Ip.SOURCE, Ipv4Packet.MIN_HEADER_LENGTH - Ip.SOURCE) + transport.protocol() + length);
    }

    /** Writes the checksum of an ICMP message anew. */
    static void finishIcmp(byte[] packet) {
        int start = Ip.header(packet, 0);
        int field = start + Transport.ICMP.checksum();
        Checksum.putWord(packet, field, 0);
        Checksum.putWord(packet, field, Checksum.without(Checksum.sum(packet, start, packet.length - start)));
    }

    /** Writes the checksum of a TCP segment anew. */
    static void finishTcp(byte[] packet) {
        int start = Ip.header(packet, 0);
        Checksum.putWord(packet, start + Transport.TCP.checksum(), pseudoHeader(packet, Transport.TCP, packet.length - start));
        Checksum.complete(packet, start, Transport.TCP.checksum());
    }
}
