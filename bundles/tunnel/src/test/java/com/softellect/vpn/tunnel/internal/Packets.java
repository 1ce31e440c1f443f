package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.contract.ReceivePacketsResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** IPv4 packets that carry a number, so that a test sees which one it is. */
final class Packets {

    private Packets() {
    }

    static byte[] numbered(int number) {
        return numbered(number, 24);
    }

    /** @param length 24 or more */
    static byte[] numbered(int number, int length) {
        ByteBuffer packet = ByteBuffer.allocate(length);
        packet.put(0, (byte) 0x45).putShort(2, (short) length).putInt(20, number);
        return packet.array();
    }

    static int number(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt(20);
    }

    static List<Integer> numbers(List<byte[]> packets) {
        return packets.stream().map(Packets::number).toList();
    }

    static byte[] ipv6() {
        byte[] packet = new byte[40];
        packet[0] = 0x60;
        return packet;
    }

    /** An answer with the packets of these numbers, the first one being that of the batch too. */
    static ReceivePacketsResponse answer(int first, int count) {
        List<byte[]> packets = new ArrayList<>();
        for (int number = first; number < first + count; number++) {
            packets.add(numbered(number));
        }
        return new ReceivePacketsResponse(first, packets);
    }

    static ReceivePacketsResponse none(long next) {
        return new ReceivePacketsResponse(next, new ArrayList<>());
    }
}
