package com.softellect.vpn.translator.internal;

import com.softellect.vpn.datapath.offload.Checksum;

/**
 * Replaces addresses, ports and other words of headers, and keeps the checksums that cover them right by the difference alone (RFC 1624, equation 3): a
 * wrong checksum stays wrong. Stateless; allocates nothing.
 */
final class Rewrite {

    private static final int LOW = 0xffff;

    private Rewrite() {
    }

    static void source(byte[] packet, Transport transport, int address, int port) {
        end(packet, 0, packet.length, transport, Ip.SOURCE, transport.sourcePort(), address, port);
    }

    static void destination(byte[] packet, Transport transport, int address, int port) {
        end(packet, 0, packet.length, transport, Ip.DESTINATION, transport.destinationPort(), address, port);
    }

    /**
     * The source of a packet inside of an ICMP message.
     *
     * @param ip where it begins
     */
    static void innerSource(byte[] message, int ip, Transport transport, int address, int port) {
        end(message, ip, message.length, transport, Ip.SOURCE, transport.sourcePort(), address, port);
    }

    /** The same of the destination. */
    static void innerDestination(byte[] message, int ip, Transport transport, int address, int port) {
        end(message, ip, message.length, transport, Ip.DESTINATION, transport.destinationPort(), address, port);
    }

    private static void end(byte[] bytes, int ip, int length, Transport transport, int addressAt, int portAt, int address, int port) {
        int header = ip + Ip.header(bytes, ip);
        int addressChange = address(bytes, ip, addressAt, address);
        int portChange = change(Checksum.word(bytes, header + portAt), port);
        Checksum.putWord(bytes, header + portAt, port);
        int checksum = header + transport.checksum();
        if (checksum + Short.BYTES <= length && !(transport == Transport.UDP && Checksum.word(bytes, checksum) == 0)) {
            apply(bytes, checksum, transport.coversAddresses() ? addressChange + portChange : portChange);
            if (transport != Transport.TCP && Checksum.word(bytes, checksum) == 0) {
                Checksum.putWord(bytes, checksum, LOW); // of UDP 0 would say that there is none (RFC 768); of an ICMP message of zeros it would be wrong
            }
        }
    }

    /** Replaces an address of the header alone. */
    static int address(byte[] bytes, int ip, int addressAt, int address) {
        int before = Checksum.intAt(bytes, ip + addressAt);
        int change = change(before >>> Short.SIZE, address >>> Short.SIZE) + change(before & LOW, address & LOW);
        Checksum.putInt(bytes, ip + addressAt, address);
        apply(bytes, ip + Ip.CHECKSUM, change);
        return change;
    }

    /** Takes 1 off the time to live. */
    static void ttl(byte[] packet) {
        int before = Checksum.word(packet, Ip.TTL);
        packet[Ip.TTL]--;
        apply(packet, Ip.CHECKSUM, change(before, Checksum.word(packet, Ip.TTL)));
    }

    static void id(byte[] packet, int id) {
        word(packet, Ip.ID, id, Ip.CHECKSUM);
    }

    /** Replaces the word at an even distance from where the checksum begins to count. */
    static void word(byte[] packet, int at, int value, int checksum) {
        apply(packet, checksum, change(Checksum.word(packet, at), value));
        Checksum.putWord(packet, at, value);
    }

    private static int change(int before, int after) {
        return (~before & LOW) + (after & LOW);
    }

    private static void apply(byte[] bytes, int checksum, int change) {
        Checksum.putWord(bytes, checksum, Checksum.without(Checksum.fold((~Checksum.word(bytes, checksum) & LOW) + (long) change)));
    }
}
