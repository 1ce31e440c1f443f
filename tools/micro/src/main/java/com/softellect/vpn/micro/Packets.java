package com.softellect.vpn.micro;

import com.softellect.vpn.api.session.Batch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The packets that are measured with: well-formed IPv4 with UDP, the payload different everywhere. */
final class Packets {

    private static final int IP_HEADER = 20;

    /** 10.66.77.0. */
    private static final int NETWORK = 0x0a424d00;
    private static final int UDP = 17;
    private static final int PORT = 4242;

    private Packets() {
    }

    /** One from 10.66.77.1 to 10.66.77.HOST, of so many bytes, 28 or more. */
    static byte[] to(int host, int bytes) {
        byte[] packet = new byte[bytes];
        new Random(bytes).nextBytes(packet);
        ByteBuffer header = ByteBuffer.wrap(packet);
        header.put(0, (byte) 0x45).put(1, (byte) 0).putShort(2, (short) bytes).putInt(4, 0).put(8, (byte) 64).put(9, (byte) UDP);
        header.putShort(10, (short) 0).putInt(12, NETWORK + 1).putInt(16, NETWORK + host);
        header.putShort(IP_HEADER, (short) PORT).putShort(IP_HEADER + 2, (short) PORT).putShort(IP_HEADER + 4, (short) (bytes - IP_HEADER));
        header.putShort(IP_HEADER + 6, (short) 0); // UDP over IPv4 may do without a checksum
        header.putShort(10, checksum(packet));
        return packet;
    }

    static List<byte[]> list(int count, int bytes) {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            packets.add(to(2, bytes));
        }
        return packets;
    }

    static Batch batch(int count, int bytes) {
        return new Batch(0, list(count, bytes));
    }

    private static short checksum(byte[] packet) {
        int sum = 0;
        for (int i = 0; i < IP_HEADER; i += Short.BYTES) {
            sum += ByteBuffer.wrap(packet).getShort(i) & 0xffff;
        }
        sum = (sum >>> 16) + (sum & 0xffff);
        return (short) ~(sum + (sum >>> 16));
    }
}
