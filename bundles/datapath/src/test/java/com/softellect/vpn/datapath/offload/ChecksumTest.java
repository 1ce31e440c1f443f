package com.softellect.vpn.datapath.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumTest {

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void theExampleOfRfc1071IsSummedAsThere() {
        byte[] bytes = {0x00, 0x01, (byte) 0xf2, 0x03, (byte) 0xf4, (byte) 0xf5, (byte) 0xf6, (byte) 0xf7};
        assertThat(Checksum.sum(bytes, 0, bytes.length)).isEqualTo(0xddf2);
    }

    @Test
    void anyRangeHasTheSumOfTheSlowReference() {
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(round < 4_900 ? 200 : 65_536)];
            random.nextBytes(bytes);
            int from = random.nextInt(bytes.length + 1);
            int length = random.nextInt(bytes.length - from + 1);
            assertThat(Checksum.sum(bytes, from, length)).as("from %d, %d bytes, seed %d", from, length, seed)
                    .isEqualTo(SlowReference.sum(Arrays.copyOfRange(bytes, from, from + length)));
        }
    }

    @Test
    void everyShortLengthCountsEachOfItsBytes() {
        for (int length = 0; length < 40; length++) {
            byte[] bytes = new byte[length];
            assertThat(Checksum.sum(bytes, 0, length)).isZero();
            for (int i = 0; i < length; i++) {
                bytes[i] = 1;
                assertThat(Checksum.sum(bytes, 0, length)).as("byte %d of %d", i, length).isEqualTo(i % 2 == 0 ? 0x100 : 1);
                bytes[i] = 0;
            }
        }
    }

    @Test
    void carriesComeRoundAlsoWhereEveryAdditionCarries() {
        byte[] bytes = new byte[65_535];
        Arrays.fill(bytes, (byte) 0xff);
        for (int length = 2; length < bytes.length; length += 2 * 997) {
            assertThat(Checksum.sum(bytes, 1, length)).isEqualTo(0xffff);
        }
        assertThat(Checksum.sum(bytes, 0, 65_535)).as("the last byte is padded: 0xff00").isEqualTo(0xff00);
    }

    @Test
    void aSumIsZeroForZerosOnly() {
        assertThat(Checksum.fold(0)).isZero();
        for (long sum : new long[] {0xffff, 0x1fffe, 0xffff_ffffL, 0xffff_0000L, 0xffff_ffff_0000L, Long.MAX_VALUE - 7}) {
            assertThat(Checksum.fold(sum)).as(Long.toHexString(sum)).isEqualTo((int) (sum % 0xffff == 0 ? 0xffff : sum % 0xffff));
        }
    }

    @Test
    void aPartialChecksumIsCompletedOverAllThatFollows() {
        for (int round = 0; round < 2_000; round++) {
            byte[] packet = new byte[60 + random.nextInt(1500)];
            random.nextBytes(packet);
            int start = random.nextInt(40);
            int offset = 2 * random.nextInt((packet.length - start) / 2);
            int pseudo = (int) SlowReference.get(packet, start + offset, 2);
            byte[] before = packet.clone();
            assertThat(Checksum.complete(packet, start, offset)).isTrue();
            byte[] covered = Arrays.copyOfRange(packet, start, packet.length);
            byte[] outside = {(byte) (pseudo >> 8), (byte) pseudo};
            assertThat(SlowReference.sum(SlowReference.concat(outside, covered))).as("seed %d", seed).isEqualTo(0xffff);
            SlowReference.put(packet, start + offset, 2, pseudo);
            assertThat(packet).as("nothing else changes, seed %d", seed).isEqualTo(before);
        }
    }

    @Test
    void aChecksumOfZeroIsWrittenAsOnes() {
        byte[] packet = new byte[30];
        SlowReference.put(packet, 26, 2, 0xffff); // the field itself, which counts as what is outside: the sum is 0xffff
        assertThat(Checksum.complete(packet, 20, 6)).isTrue();
        assertThat(SlowReference.get(packet, 26, 2)).isEqualTo(0xffff);
    }

    @Test
    void aFieldOutsideThePacketChangesNothing() {
        byte[] packet = new byte[30];
        for (int[] where : new int[][] {{20, 9}, {30, 0}, {65_535, 65_535}, {0, 29}}) {
            assertThat(Checksum.complete(packet, where[0], where[1])).isFalse();
        }
        assertThat(packet).containsOnly(0);
        assertThat(Checksum.complete(packet, 0, 28)).isTrue();
    }
}
