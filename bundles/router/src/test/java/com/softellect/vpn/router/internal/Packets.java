package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** IPv4 packets for tests. */
final class Packets {

    private static final byte TCP = 6;

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

    private static byte[] ipv4(String from, String to, byte protocol, byte[] data) {
        ByteBuffer packet = ByteBuffer.allocate(20 + data.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) (20 + data.length)).putInt(0);
        packet.put((byte) 64).put(protocol).putShort((short) 0);
        packet.putInt(Ipv4Network.parseAddress(from)).putInt(Ipv4Network.parseAddress(to)).put(data);
        return packet.array();
    }
}
