package com.softellect.vpn.interop.internal;

import java.nio.ByteBuffer;

/** Builds IPv4 packets for tests, checksums included. */
final class Ipv4Frames {

    private static final int HEADER = 20;

    private Ipv4Frames() {
    }

    static byte[] udp(int source, int destination, int port, byte[] payload) {
        ByteBuffer packet = ip(17, source, destination, 8 + payload.length);
        packet.putShort((short) port).putShort((short) port).putShort((short) (8 + payload.length));
        packet.putShort((short) 0); // no checksum: allowed over IPv4
        return packet.put(payload).array();
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
        int sum = 0;
        for (int i = 0; i < length; i += 2) {
            sum += packet.getShort(offset + i) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }
}
