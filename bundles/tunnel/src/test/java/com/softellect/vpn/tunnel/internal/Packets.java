package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.datapath.offload.Mtu;
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

    /**
     * TCP with headers of 20 bytes each, and a payload in which no two places look alike.
     *
     * @param length more than 40; longer than the MTU it is a super-packet
     */
    static byte[] tcp(String from, String to, int length) {
        ByteBuffer packet = ByteBuffer.allocate(length);
        for (int i = 40; i + 4 <= length; i += 4) {
            packet.putInt(i, i * 0x9E3779B1);
        }
        packet.put(0, (byte) 0x45).putShort(2, (short) length).put(8, (byte) 64).put(9, (byte) 6).put(32, (byte) 0x50);
        packet.putInt(12, Ipv4Network.parseAddress(from)).putInt(16, Ipv4Network.parseAddress(to));
        return packet.array();
    }

    /** As they go over a link with an MTU of 1500: those that are longer are cut. */
    static List<byte[]> cut(List<byte[]> packets) {
        List<byte[]> all = new ArrayList<>();
        packets.forEach(packet -> new Mtu(1500).give(packet, false, all::add));
        return all;
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
