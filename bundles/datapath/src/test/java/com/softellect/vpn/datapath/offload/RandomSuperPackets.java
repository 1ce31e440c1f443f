package com.softellect.vpn.datapath.offload;

import com.softellect.vpn.api.packet.Ipv4Packet;
import java.util.Arrays;
import java.util.Random;

/** Super-packets of every form: with and without options, all flags, payloads of zeros, ones and noise, up to the longest. */
final class RandomSuperPackets {

    private final Random random;

    RandomSuperPackets(Random random) {
        this.random = random;
    }

    /** Longer than the MTU. */
    byte[] next(int mtu) {
        return of(mtu + 1 + random.nextInt(Ipv4Packet.MAX_LENGTH - mtu));
    }

    byte[] of(int length) {
        byte[] packet = new byte[length];
        fill(packet);
        int ip = 20 + 4 * (random.nextBoolean() ? 0 : random.nextInt(11));
        int tcp = 20 + 4 * (random.nextBoolean() ? 3 : random.nextInt(11));
        packet[0] = (byte) (0x40 | ip / 4);
        SlowReference.put(packet, 2, 2, length);
        packet[6] &= 0x40; // don't fragment, or not
        packet[7] = 0;
        packet[9] = 6;
        packet[ip + 12] = (byte) (tcp / 4 << 4 | random.nextInt(16));
        SlowReference.putChecksums(packet);
        SuperPacket.makePartial(packet);
        return packet;
    }

    private void fill(byte[] packet) {
        switch (random.nextInt(4)) {
            case 0 -> Arrays.fill(packet, (byte) 0xff); // every sum carries
            case 1 -> packet[random.nextInt(packet.length)] = 1;
            default -> random.nextBytes(packet);
        }
    }
}
