package com.softellect.vpn.datapath.offload;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.DropReason;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SuperPacketTest {

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final RandomSuperPackets packets = new RandomSuperPackets(random);

    @Test
    void whatIsOneIsTakenAndItsHeadersAreFound() {
        for (int round = 0; round < 1000; round++) {
            byte[] packet = packets.next(1500);
            assertThat(SuperPacket.check(packet)).as("seed %d", seed).isNull();
            assertThat(SuperPacket.tcpHeader(packet)).as("seed %d", seed).isEqualTo((packet[0] & 15) * 4);
            assertThat(SuperPacket.headers(packet)).as("seed %d", seed)
                    .isEqualTo(SuperPacket.tcpHeader(packet) + (packet[SuperPacket.tcpHeader(packet) + 12] >> 4 & 15) * 4);
            assertThat(SuperPacket.hasCwr(packet)).as("seed %d", seed).isEqualTo(packet[SuperPacket.tcpHeader(packet) + 13] < 0);
        }
    }

    @Test
    void theSumOfItsPseudoHeaderIsInTheChecksumField() {
        for (int round = 0; round < 1000; round++) {
            byte[] packet = packets.next(1500);
            int tcp = SuperPacket.tcpHeader(packet);
            int expected = SlowReference.sum(SlowReference.pseudoHeader(packet, packet.length - tcp));
            assertThat(SuperPacket.pseudoHeaderSum(packet)).as("seed %d", seed).isEqualTo(expected);
            assertThat(SlowReference.get(packet, tcp + 16, 2)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void whatIsNotTcpInOnePieceWithPayloadIsOverTheMtu() {
        assertRefused(packet -> packet[9] = 17, DropReason.OVER_MTU);
        assertRefused(packet -> packet[6] |= 0x20, DropReason.OVER_MTU);
        assertRefused(packet -> packet[6] |= 0x10, DropReason.OVER_MTU);
        assertRefused(packet -> packet[7] = 1, DropReason.OVER_MTU);
        for (int words = 0; words < 5; words++) {
            int tooShort = words;
            assertRefused(packet -> packet[SuperPacket.tcpHeader(packet) + 12] = (byte) (tooShort << 4), DropReason.OVER_MTU);
        }
    }

    @Test
    void whatIsNoIpv4PacketIsRefusedForThat() {
        assertRefused(packet -> packet[0] = 0x65, DropReason.IPV6);
        assertRefused(packet -> packet[0] = 0x44, DropReason.HEADER_LENGTH);
        assertRefused(packet -> packet[3]++, DropReason.TOTAL_LENGTH);
    }

    @Test
    void headersThatDoNotFitThePacketAreRefused() {
        for (int length = 40; length <= SuperPacket.MAX_HEADERS; length++) {
            byte[] packet = new byte[length];
            packet[0] = 0x4f;
            packet[3] = (byte) length;
            packet[9] = 6;
            if (length > 60 + 12) {
                packet[60 + 12] = (byte) 0xf0;
            }
            assertThat(SuperPacket.check(packet)).as("%d bytes", length)
                    .isEqualTo(length < 60 ? DropReason.HEADER_LENGTH : DropReason.OVER_MTU);
        }
    }

    @Test
    void noiseIsRefusedOrCutButNeverThrows() {
        for (int round = 0; round < 20_000; round++) {
            byte[] packet = new byte[random.nextInt(300)];
            random.nextBytes(packet);
            if (packet.length > 20) {
                packet[0] = (byte) (0x40 | random.nextInt(16));
                SlowReference.put(packet, 2, 2, packet.length);
                packet[6] = 0;
                packet[7] = 0;
                packet[9] = 6;
            }
            byte[] before = packet.clone();
            if (SuperPacket.check(packet) == null) {
                Segmentation.toMtu(packet, 576).forEachRemaining(
                        segment -> assertThat(SlowReference.isSound(segment)).as("seed %d", seed).isTrue());
            }
            assertThat(packet).as("only read").isEqualTo(before);
        }
    }

    private void assertRefused(Consumer<byte[]> damage, DropReason reason) {
        byte[] packet = packets.next(1500);
        damage.accept(packet);
        assertThat(SuperPacket.check(packet)).as("seed %d: %s", seed, Arrays.toString(Arrays.copyOf(packet, 80))).isEqualTo(reason);
    }
}
