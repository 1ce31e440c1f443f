package com.softellect.vpn.interop.internal;

import java.nio.ByteBuffer;

/** Builds IPv4 packets for tests, checksums included. */
final class Ipv4Frames {

    static final byte TCP = 6;
    static final byte UDP = 17;

    private static final int HEADER = 20;

    private Ipv4Frames() {
    }

    static byte[] udp(int source, int destination, int port, byte[] payload) {
        ByteBuffer packet = ip(UDP, source, destination, 8 + payload.length);
        packet.putShort((short) port).putShort((short) port).putShort((short) (8 + payload.length));
        packet.putShort((short) 0); // no checksum: allowed over IPv4
        return packet.put(payload).array();
    }

    /** A segment of a TCP connection from port 4000 to port 4001, without options. */
    static byte[] tcp(int source, int destination, int sequence, int flags, byte[] payload) {
        ByteBuffer packet = ip(TCP, source, destination, 20 + payload.length);
        packet.putShort((short) 4000).putShort((short) 4001).putInt(sequence).putInt(77);
        packet.putShort((short) (0x5000 | flags)).putShort((short) 500).putInt(0).put(payload);
        packet.putShort(HEADER + 16, transportChecksum(packet));
        return packet.array();
    }

    /** Whether the checksums of the IP header and of TCP or UDP are right. */
    static boolean isSound(byte[] bytes) {
        ByteBuffer packet = ByteBuffer.wrap(bytes);
        boolean udpWithout = bytes[9] == UDP && packet.getShort(headerLength(bytes) + 6) == 0;
        return checksum(packet, 0, headerLength(bytes)) == 0 && (udpWithout || transportChecksum(packet) == 0);
    }

    /** The sum of the pseudo header, not complemented: what a kernel puts into a checksum field that is left partial. */
    static int pseudoHeaderSum(byte[] packet) {
        int length = packet.length - headerLength(packet);
        return ~checksum(ByteBuffer.allocate(12).put(packet, 12, 8).putShort(packet[9]).putShort((short) length), 0, 12) & 0xffff;
    }

    static int headerLength(byte[] packet) {
        return (packet[0] & 15) * 4;
    }

    /** Over pseudo header, header and payload. */
    private static short transportChecksum(ByteBuffer packet) {
        int start = headerLength(packet.array());
        int length = packet.capacity() - start;
        ByteBuffer covered = ByteBuffer.allocate(12 + length + length % 2);
        covered.put(packet.array(), 12, 8).putShort(packet.get(9)).putShort((short) length).put(packet.array(), start, length);
        return checksum(covered, 0, covered.capacity());
    }

    /** The same packet with the checksum of its IP header set. */
    static byte[] withIpChecksum(byte[] bytes) {
        ByteBuffer packet = ByteBuffer.wrap(bytes).putShort(10, (short) 0);
        return packet.putShort(10, checksum(packet, 0, headerLength(bytes))).array();
    }

    static byte[] echoRequest(int source, int destination, int sequence) {
        ByteBuffer packet = ip(1, source, destination, 8);
        packet.put((byte) 8).put((byte) 0).putShort((short) 0).putShort((short) 77).putShort((short) sequence);
        packet.putShort(HEADER + 2, checksum(packet, HEADER, 8));
        return packet.array();
    }

    private static ByteBuffer ip(int protocol, int source, int destination, int length) {
        ByteBuffer packet = ByteBuffer.allocate(HEADER + length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) (HEADER + length)).putInt(0);
        packet.put((byte) 64).put((byte) protocol).putShort((short) 0).putInt(source).putInt(destination);
        packet.putShort(10, checksum(packet, 0, HEADER));
        return packet;
    }

    private static short checksum(ByteBuffer packet, int offset, int length) {
        long sum = 0;
        for (int i = 0; i < length; i += 2) {
            sum += packet.getShort(offset + i) & 0xffff;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }
}
