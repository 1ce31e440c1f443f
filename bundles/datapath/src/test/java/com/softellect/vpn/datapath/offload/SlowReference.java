package com.softellect.vpn.datapath.offload;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Checksums and segmentation once more, by the letter of the RFCs, a byte at a time and with nothing in common with main code. */
final class SlowReference {

    private SlowReference() {
    }

    /** RFC 1071: the ones' complement sum of the 16-bit words, padded with a zero byte. */
    static int sum(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += i % 2 == 0 ? (bytes[i] & 255) * 256 : bytes[i] & 255;
            sum = sum > 65_535 ? sum - 65_535 : sum;
        }
        return sum;
    }

    static byte[] pseudoHeader(byte[] packet, int tcpLength) {
        byte[] pseudo = Arrays.copyOf(Arrays.copyOfRange(packet, 12, 20), 12);
        pseudo[9] = packet[9];
        pseudo[10] = (byte) (tcpLength / 256);
        pseudo[11] = (byte) tcpLength;
        return pseudo;
    }

    /** Whether IP and TCP checksum of a packet are right. */
    static boolean isSound(byte[] packet) {
        int ip = (packet[0] & 15) * 4;
        byte[] tcp = Arrays.copyOfRange(packet, ip, packet.length);
        return sum(Arrays.copyOf(packet, ip)) == 65_535 && sum(concat(pseudoHeader(packet, tcp.length), tcp)) == 65_535;
    }

    /** RFC 9293 and RFC 791: what a sender would have made of the same stream in small packets. */
    static List<byte[]> segment(byte[] whole, int mtu) {
        int ip = (whole[0] & 15) * 4;
        int headers = ip + (whole[ip + 12] >> 4 & 15) * 4;
        List<byte[]> packets = new ArrayList<>();
        for (int from = headers; from < whole.length; from += mtu - headers) {
            int to = Math.min(whole.length, from + mtu - headers);
            byte[] packet = concat(Arrays.copyOf(whole, headers), Arrays.copyOfRange(whole, from, to));
            put(packet, 2, 2, packet.length);
            put(packet, 4, 2, get(whole, 4, 2) + packets.size());
            put(packet, ip + 4, 4, get(whole, ip + 4, 4) + from - headers);
            if (from != headers) {
                packet[ip + 13] &= 0x7f;
            }
            if (to != whole.length) {
                packet[ip + 13] &= 0xf6;
            }
            putChecksums(packet);
            packets.add(packet);
        }
        return packets;
    }

    /** Completes both checksums. */
    static void putChecksums(byte[] packet) {
        int ip = (packet[0] & 15) * 4;
        put(packet, 10, 2, 0);
        put(packet, 10, 2, 65_535 - sum(Arrays.copyOf(packet, ip)));
        put(packet, ip + 16, 2, 0);
        byte[] tcp = Arrays.copyOfRange(packet, ip, packet.length);
        put(packet, ip + 16, 2, 65_535 - sum(concat(pseudoHeader(packet, tcp.length), tcp)));
    }

    static long get(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value * 256 + (bytes[at + i] & 255);
        }
        return value;
    }

    static void put(byte[] bytes, int at, int count, long value) {
        for (int i = 0; i < count; i++) {
            bytes[at + i] = (byte) (value >> 8 * (count - 1 - i));
        }
    }

    static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }
}
