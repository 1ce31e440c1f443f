package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** IPv4 packets for tests. */
final class Packets {

    private static final byte ICMP = 1;
    private static final byte TCP = 6;
    private static final byte UDP = 17;

    private Packets() {
    }

    /** A UDP-less IPv4 packet with a header of 20 bytes and the payload. */
    static byte[] ipv4(String from, String to, String payload) {
        return ipv4(from, to, (byte) 253, payload.getBytes(StandardCharsets.US_ASCII));
    }

    /** TCP with headers of 20 bytes each, and a payload in which no two places look alike. */
    static byte[] tcp(String from, String to, int length) {
        ByteBuffer segment = ByteBuffer.allocate(length - 20);
        for (int i = 20; i + 4 <= segment.capacity(); i += 4) {
            segment.putInt(i, i);
        }
        segment.put(12, (byte) 0x50);
        return ipv4(from, to, TCP, segment.array());
    }

    /** With ports, and without data. */
    static byte[] tcp(String from, int fromPort, String to, int toPort) {
        return ipv4(from, to, TCP, ByteBuffer.allocate(20).putShort((short) fromPort).putShort((short) toPort).put(12, (byte) 0x50).array());
    }

    static byte[] udp(String from, int fromPort, String to, int toPort) {
        return ipv4(from, to, UDP, ByteBuffer.allocate(8).putShort((short) fromPort).putShort((short) toPort).putShort((short) 8).array());
    }

    /** An ICMP echo request. */
    static byte[] echo(String from, String to) {
        return ipv4(from, to, ICMP, ByteBuffer.allocate(8).put((byte) 8).array());
    }

    /** The ICMP error of a router on the way of a packet. */
    static byte[] timeExceeded(String from, String to, byte[] about) {
        return ipv4(from, to, ICMP, ByteBuffer.allocate(8 + about.length).put((byte) 11).put(8, about).array());
    }

    /** The packet with these bytes behind its header, as many as are divisible by 4. */
    static byte[] withOptions(byte[] packet, int... options) {
        ByteBuffer with = ByteBuffer.allocate(packet.length + options.length).put(packet, 0, 20);
        for (int option : options) {
            with.put((byte) option);
        }
        with.put(packet, 20, packet.length - 20);
        return with.put(0, (byte) (0x45 + options.length / 4)).putShort(2, (short) with.capacity()).array();
    }

    /** The packet as if it were a fragment of a longer one. */
    static byte[] fragment(byte[] packet, int offset) {
        return ByteBuffer.wrap(packet.clone()).putShort(6, (short) (offset / 8)).array();
    }

    /** The packet's first bytes as a packet of their own. */
    static byte[] cut(byte[] packet, int length) {
        return ByteBuffer.allocate(length).put(packet, 0, length).putShort(2, (short) length).array();
    }

    private static byte[] ipv4(String from, String to, byte protocol, byte[] data) {
        ByteBuffer packet = ByteBuffer.allocate(20 + data.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) (20 + data.length)).putInt(0);
        packet.put((byte) 64).put(protocol).putShort((short) 0);
        packet.putInt(Ipv4Network.parseAddress(from)).putInt(Ipv4Network.parseAddress(to)).put(data);
        return packet.array();
    }
}
