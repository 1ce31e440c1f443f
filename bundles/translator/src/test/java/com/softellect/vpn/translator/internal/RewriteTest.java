package com.softellect.vpn.translator.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RewriteTest {

    private static final String A = "10.66.77.2";
    private static final String B = "198.51.100.9";
    private static final int ICMP_CHECKSUM = 22;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private byte[] packet() {
        return packet(random.nextInt(70));
    }

    private byte[] packet(int length) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        return switch (random.nextInt(3)) {
            case 0 -> Packets.tcp(A, random.nextInt(65_536), B, random.nextInt(65_536), 0x10, payload);
            case 1 -> Packets.udp(A, random.nextInt(65_536), B, random.nextInt(65_536), payload);
            default -> Packets.icmp(A, B, 8, 0, random.nextInt(), payload);
        };
    }

    @Test
    void whateverIsReplacedTheChecksumsAreAsIfWrittenAnew() {
        for (int i = 0; i < 20_000; i++) {
            byte[] packet = packet();
            Transport transport = Transport.of(packet, 0);
            Rewrite.source(packet, transport, random.nextInt(), random.nextInt(65_536));
            if (transport != Transport.ICMP) {
                Rewrite.destination(packet, transport, random.nextInt(), random.nextInt(65_536));
            }
            Rewrite.ttl(packet);
            Rewrite.id(packet, random.nextInt(65_536));
            assertThat(Packets.isSound(packet)).as("seed %d, packet %d", seed, i).isTrue();
        }
    }

    @Test
    void whatIsReplacedAndPutBackIsAsItWas() {
        for (int i = 0; i < 5000; i++) {
            byte[] packet = packet();
            byte[] before = packet.clone();
            Transport transport = Transport.of(packet, 0);
            if (transport == Transport.ICMP && Packets.word(before, ICMP_CHECKSUM) == 0) {
                Packets.put(before, ICMP_CHECKSUM, 0xffff); // the other form of the same number
            }
            int port = Packets.word(packet, 20 + transport.sourcePort());
            Rewrite.source(packet, transport, random.nextInt(), random.nextInt(65_536));
            Rewrite.source(packet, transport, Packets.address(A), port);
            assertThat(packet).as("seed %d, packet %d", seed, i).isEqualTo(before);
        }
    }

    @Test
    void aWrongChecksumStaysWrong() {
        for (int i = 0; i < 1000; i++) {
            byte[] packet = packet(1 + random.nextInt(70)); // so that it is not the checksum that is changed, to "none"
            packet[packet.length - 1] ^= (byte) (1 + random.nextInt(255));
            Rewrite.source(packet, Transport.of(packet, 0), random.nextInt(), random.nextInt(65_536));
            assertThat(Packets.isSound(packet)).as("seed %d, packet %d", seed, i).isFalse();
        }
    }

    /** Only for a message of zeros 0 would be wrong, but the change alone does not tell. */
    @Test
    void anIcmpChecksumOfZeroIsWrittenInItsOtherForm() {
        byte[] packet = Packets.icmp(A, B, 8, 0, 0xf7ff_0000, new byte[4]);
        assertThat(Packets.word(packet, ICMP_CHECKSUM)).isZero();
        Rewrite.source(packet, Transport.ICMP, Packets.address("192.0.2.1"), 0xf7ff);
        assertThat(Packets.word(packet, ICMP_CHECKSUM)).isEqualTo(0xffff);
        assertThat(Packets.isSound(packet)).isTrue();
        byte[] zeros = Packets.icmp(A, B, 0, 0, 0, new byte[4]);
        Rewrite.source(zeros, Transport.ICMP, Packets.address("192.0.2.1"), 7);
        Rewrite.source(zeros, Transport.ICMP, Packets.address(A), 0);
        assertThat(Packets.word(zeros, ICMP_CHECKSUM)).isEqualTo(0xffff);
        assertThat(Packets.isSound(zeros)).isTrue();
    }

    @Test
    void udpWithoutAChecksumStaysWithoutOne() {
        byte[] packet = Packets.udp(A, 5, B, 6, new byte[4]);
        Packets.put(packet, 26, 0);
        Rewrite.source(packet, Transport.UDP, Packets.address("192.0.2.1"), 7);
        assertThat(Packets.word(packet, 26)).isZero();
        assertThat(Packets.isSound(packet)).isTrue();
    }

    @Test
    void anAnnouncedSegmentSizeIsLoweredWhereverItIsAmongTheOptions() {
        byte[][] options = {{2, 4, 5, (byte) 0xb4}, {1, 2, 4, 5, (byte) 0xb4, 0, 0, 0}, {4, 2, 8, 3, 1, 2, 4, 5, (byte) 0xb4, 1, 1, 1}};
        for (byte[] some : options) {
            byte[] packet = Packets.tcp(A, 1, B, 2, 2, new byte[0], some);
            TcpHeader.clamp(packet, 20, 1360);
            assertThat(Packets.isSound(packet)).isTrue();
            TcpHeader.clamp(packet, 20, 1400);
            assertThat(java.util.HexFormat.of().formatHex(packet)).contains("02040550").doesNotContain("05b4");
        }
    }

    @Test
    void optionsThatLieAreLeftAlone() {
        for (byte[] some : new byte[][] {{2, 0, 5, 5}, {2, 40, 5, 5}, {3, 1, 2, 4}, {1, 1, 1, 2}}) {
            byte[] packet = Packets.tcp(A, 1, B, 2, 2, new byte[0], some);
            byte[] before = packet.clone();
            TcpHeader.clamp(packet, 20, 100);
            assertThat(packet).isEqualTo(before);
        }
    }
}
