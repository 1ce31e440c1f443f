package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.nio.ByteBuffer;

/** IPv4 packets for tests. */
final class Packets {

    private Packets() {
    }

    /** A UDP-less IPv4 packet with a header of 20 bytes and the payload. */
    static byte[] ipv4(String from, String to, String payload) {
        byte[] data = payload.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        ByteBuffer packet = ByteBuffer.allocate(20 + data.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) (20 + data.length)).putInt(0);
        packet.put((byte) 64).put((byte) 253).putShort((short) 0);
        packet.putInt(Ipv4Network.parseAddress(from)).putInt(Ipv4Network.parseAddress(to)).put(data);
        return packet.array();
    }
}
