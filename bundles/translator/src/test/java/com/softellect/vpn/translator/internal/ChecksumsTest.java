package com.softellect.vpn.translator.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumsTest {

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private byte[] packet() {
        byte[] payload = new byte[random.nextInt(100)];
        random.nextBytes(payload);
        return random.nextBoolean() ? Packets.tcp("203.0.113.5", 80, "192.0.2.1", 5000, 0x10, payload)
                : Packets.udp("203.0.113.5", 53, "192.0.2.1", 5000, payload);
    }

    @Test
    void aCompleteChecksumIsLeftAndAPartialOneCompleted() {
        for (int i = 0; i < 5000; i++) {
            byte[] packet = packet();
            byte[] partial = Packets.partial(packet);
            assertThat(Checksums.settle(partial, Transport.of(packet, 0))).isTrue();
            assertThat(Packets.isSound(partial)).as("seed %d, packet %d", seed, i).isTrue();
            byte[] copy = packet.clone();
            assertThat(Checksums.settle(copy, Transport.of(packet, 0))).isTrue();
            assertThat(copy).isEqualTo(packet);
        }
    }

    @Test
    void anyOtherIsWrong() {
        for (int i = 0; i < 5000; i++) {
            byte[] packet = packet();
            packet[20 + random.nextInt(packet.length - 20)] ^= 0x10;
            int at = 20 + Transport.of(packet, 0).checksum();
            boolean none = packet[9] == 17 && Packets.word(packet, at) == 0;
            boolean looksPartial = Packets.word(packet, at) == Packets.word(Packets.partial(packet), at); // once in 65,536
            assertThat(Checksums.settle(packet, Transport.of(packet, 0))).as("seed %d, packet %d", seed, i).isEqualTo(none || looksPartial);
        }
    }
}
