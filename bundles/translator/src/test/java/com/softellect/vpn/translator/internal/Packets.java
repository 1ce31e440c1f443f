package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Packets for tests, and a slow reading of their checksums that shares nothing with the translator's. */
final class Packets {

    private static final int HEADER = 20;

    private Packets() {
    }

    static int address(String text) {
        return Ipv4Network.parseAddress(text);
    }

    static byte[] tcp(String from, int fromPort, String to, int toPort, int flags, byte[] payload, byte... options) {
        ByteBuffer segment = ByteBuffer.allocate(20 + options.length + payload.length);
        segment.putShort((short) fromPort).putShort((short) toPort).putInt(1000).putInt(2000);
        segment.put((byte) ((20 + options.length) / 4 << 4)).put((byte) flags).putShort((short) 500).putInt(0).put(options).put(payload);
        return finish(ip(6, from, to, segment.array()));
    }

    static byte[] udp(String from, int fromPort, String to, int toPort, byte[] payload) {
        ByteBuffer datagram = ByteBuffer.allocate(8 + payload.length);
        datagram.putShort((short) fromPort).putShort((short) toPort).putShort((short) (8 + payload.length)).putShort((short) 0).put(payload);
        return finish(ip(17, from, to, datagram.array()));
    }

    static byte[] icmp(String from, String to, int type, int code, int rest, byte[] payload) {
        ByteBuffer message = ByteBuffer.allocate(8 + payload.length);
        message.put((byte) type).put((byte) code).putShort((short) 0).putInt(rest).put(payload);
        return finish(ip(1, from, to, message.array()));
    }

    static byte[] echo(String from, String to, int id) {
        return icmp(from, to, 8, 0, id << 16 | 7, new byte[32]);
    }

    static byte[] ip(int protocol, String from, String to, byte[] data) {
        ByteBuffer packet = ByteBuffer.allocate(HEADER + data.length);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) (HEADER + data.length)).putShort((short) 77).putShort((short) 0);
        packet.put((byte) 64).put((byte) protocol).putShort((short) 0).putInt(address(from)).putInt(address(to)).put(data);
        return packet.array();
    }

    static byte[] dontFragment(byte[] packet) {
        packet[6] |= 0x40;
        return finish(packet);
    }

    static byte[] ttl(byte[] packet, int ttl) {
        packet[8] = (byte) ttl;
        return finish(packet);
    }

    /** Writes both checksums anew. */
    static byte[] finish(byte[] packet) {
        put(packet, 10, 0);
        put(packet, 10, ~sum(packet, 0, HEADER, 0));
        int at = checksumAt(packet);
        if (at >= 0) {
            put(packet, at, 0);
            int checksum = ~sum(packet, HEADER, packet.length, pseudo(packet)) & 0xffff;
            put(packet, at, checksum == 0 && packet[9] == 17 ? 0xffff : checksum);
        }
        return packet;
    }

    /** As the kernel leaves it for a network card: the sum of the pseudo header. */
    static byte[] partial(byte[] packet) {
        byte[] copy = packet.clone();
        put(copy, checksumAt(copy), sum(new byte[0], 0, 0, pseudo(copy)));
        return copy;
    }

    static boolean isSound(byte[] packet) {
        int at = checksumAt(packet);
        boolean none = packet[9] == 17 && word(packet, at) == 0;
        return word(packet, 2) == packet.length && sum(packet, 0, HEADER, 0) == 0xffff
                && (at < 0 || none || sum(packet, HEADER, packet.length, pseudo(packet)) == 0xffff);
    }

    private static int checksumAt(byte[] packet) {
        return HEADER + switch (packet[9]) {
            case 6 -> 16;
            case 17 -> 6;
            case 1 -> 2;
            default -> -HEADER - 1;
        };
    }

    private static long pseudo(byte[] packet) {
        if (packet[9] == 1) {
            return 0;
        }
        return word(packet, 12) + word(packet, 14) + word(packet, 16) + word(packet, 18) + packet[9] + packet.length - HEADER;
    }

    private static int sum(byte[] bytes, int from, int to, long start) {
        long sum = start;
        for (int i = from; i < to; i++) {
            sum += (i - from) % 2 == 0 ? (bytes[i] & 0xff) << 8 : bytes[i] & 0xff;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }

    static int word(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }

    static void put(byte[] bytes, int at, int word) {
        bytes[at] = (byte) (word >>> 8);
        bytes[at + 1] = (byte) word;
    }

    static String source(byte[] packet) {
        return Ipv4Network.format(ByteBuffer.wrap(packet).getInt(12));
    }

    static String destination(byte[] packet) {
        return Ipv4Network.format(ByteBuffer.wrap(packet).getInt(16));
    }

    static int sourcePort(byte[] packet) {
        return word(packet, HEADER);
    }

    static int destinationPort(byte[] packet) {
        return word(packet, HEADER + 2);
    }

    /** The packet that an ICMP message is about, with its total length made right: it was shortened. */
    static byte[] quoted(byte[] message) {
        return Arrays.copyOfRange(message, HEADER + 8, message.length);
    }

    /** What the other end answers to a packet: the same, the ends changed. */
    static byte[] answer(byte[] packet) {
        byte[] answer = packet.clone();
        System.arraycopy(packet, 12, answer, 16, 4);
        System.arraycopy(packet, 16, answer, 12, 4);
        if (packet[9] == 1) {
            answer[HEADER] = 0;
        } else {
            System.arraycopy(packet, HEADER, answer, HEADER + 2, 2);
            System.arraycopy(packet, HEADER + 2, answer, HEADER, 2);
        }
        return ttl(answer, 60);
    }
}
