package com.softellect.vpn.datapath.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.packet.Ipv4Packet;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentationTest {

    private static final int FIN = 1;
    private static final int PSH = 8;
    private static final int CWR = 0x80;
    private static final int FLAGS = 20 + 13;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final RandomSuperPackets packets = new RandomSuperPackets(random);

    @Test
    void anySuperPacketIsCutAsTheSlowReferenceCutsIt() {
        for (int round = 0; round < 500; round++) {
            int mtu = TunAdapterSettings.MIN_MTU + random.nextInt(9000 - TunAdapterSettings.MIN_MTU);
            byte[] whole = packets.next(mtu);
            assertSame(cut(Segmentation.toMtu(whole, mtu)), SlowReference.segment(whole, mtu));
        }
    }

    @Test
    void everyLengthAroundAMultipleOfThePayloadIsCutRight() {
        byte[] longest = packets.of(Ipv4Packet.MAX_LENGTH);
        int headers = SuperPacket.headers(longest);
        for (int payload : new int[] {1, 2, 3, 536, 1448, 1449, longest.length - headers - 1, longest.length - headers}) {
            for (int length = headers + Math.max(1, 2 * payload - 9); length <= Math.min(headers + 2 * payload + 9, longest.length); length++) {
                byte[] whole = Arrays.copyOf(longest, length);
                SlowReference.put(whole, 2, 2, length);
                assertSame(cut(Segmentation.toPayload(whole, payload)), SlowReference.segment(whole, payload + headers));
            }
        }
    }

    @Test
    void thePayloadsPutTogetherAreTheWholeAndEveryPacketIsSound() {
        for (int mtu : new int[] {576, 1280, 1400, 1500, 9000}) {
            byte[] whole = packets.next(mtu);
            int headers = SuperPacket.headers(whole);
            byte[] joined = Arrays.copyOf(whole, headers);
            for (byte[] packet : cut(Segmentation.toMtu(whole, mtu))) {
                assertThat(packet.length).isBetween(headers + 1, mtu);
                assertThat(Ipv4Packet.check(packet)).isNull();
                assertThat(SlowReference.isSound(packet)).as("seed %d", seed).isTrue();
                joined = SlowReference.concat(joined, Arrays.copyOfRange(packet, headers, packet.length));
            }
            assertThat(joined).as("seed %d", seed).isEqualTo(whole);
        }
    }

    @Test
    void finAndPshAreOnTheLastPacketOnlyAndCwrOnTheFirst() {
        byte[] whole = plain(4 * 1000, 0xff);
        List<byte[]> cut = cut(Segmentation.toPayload(whole, 1000));
        assertThat(cut).extracting(packet -> packet[FLAGS] & 255)
                .containsExactly(0xff & ~(FIN | PSH), 0xff & ~(FIN | PSH | CWR), 0xff & ~(FIN | PSH | CWR), 0xff & ~CWR);
    }

    @Test
    void onePacketThatHoldsAllKeepsItsFlags() {
        byte[] whole = plain(1000, FIN | PSH | CWR);
        assertThat(cut(Segmentation.toPayload(whole, 1000))).singleElement().satisfies(packet ->
                assertThat(packet[FLAGS] & 255).isEqualTo(FIN | PSH | CWR));
    }

    @Test
    void sequenceNumbersAndIdsComeRoundAtTheirEnds() {
        byte[] whole = plain(3000, 0x10);
        SlowReference.put(whole, 4, 2, 0xfffe);
        SlowReference.put(whole, 24, 4, 0xffff_fc00L);
        List<byte[]> cut = cut(Segmentation.toPayload(whole, 1000));
        assertThat(cut).extracting(packet -> SlowReference.get(packet, 4, 2)).containsExactly(0xfffeL, 0xffffL, 0L);
        assertThat(cut).extracting(packet -> SlowReference.get(packet, 24, 4)).containsExactly(0xffff_fc00L, 0xffff_ffe8L, 976L);
        assertSame(cut, SlowReference.segment(whole, 1040));
    }

    @Test
    void whatIsInTheChecksumFieldOfTheWholeDoesNotMatter() {
        byte[] whole = packets.next(1500);
        List<byte[]> expected = SlowReference.segment(whole, 1500);
        SlowReference.put(whole, SuperPacket.tcpHeader(whole) + 16, 2, random.nextInt());
        SlowReference.put(whole, 10, 2, random.nextInt());
        assertSame(cut(Segmentation.toMtu(whole, 1500)), expected);
    }

    @Test
    void afterTheLastPacketThereIsNone() {
        Segmentation segmentation = Segmentation.toMtu(plain(2000, 0), 1500);
        assertThat(cut(segmentation)).hasSize(2);
        assertThat(segmentation.hasNext()).isFalse();
        assertThatThrownBy(segmentation::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void nothingIsAllocatedButThePackets() {
        com.sun.management.ThreadMXBean memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] whole = plain(60_000, 0x10);
        int arrays = 0;
        for (byte[] packet : cut(Segmentation.toMtu(whole, 1500))) {
            arrays += 16 + (packet.length + 7) / 8 * 8;
        }
        count(whole, 2000);
        int rounds = 500;
        long before = memory.getCurrentThreadAllocatedBytes();
        assertThat(count(whole, rounds)).isEqualTo(rounds * 42L);
        long perRound = (memory.getCurrentThreadAllocatedBytes() - before) / rounds;
        assertThat(perRound).as("bytes for 42 packets and one segmentation").isBetween((long) arrays, arrays + 128L);
    }

    private static long count(byte[] whole, int rounds) {
        long count = 0;
        for (int round = 0; round < rounds; round++) {
            Segmentation segmentation = Segmentation.toMtu(whole, 1500);
            while (segmentation.hasNext()) {
                count += segmentation.next().length > 0 ? 1 : 0;
            }
        }
        return count;
    }

    /** Headers without options, 20 bytes each. */
    private static byte[] plain(int payload, int flags) {
        byte[] packet = new byte[40 + payload];
        new Random(payload).nextBytes(packet);
        packet[0] = 0x45;
        SlowReference.put(packet, 2, 2, packet.length);
        SlowReference.put(packet, 6, 2, 0x4000);
        packet[9] = 6;
        packet[32] = 0x50;
        packet[FLAGS] = (byte) flags;
        SuperPacket.makePartial(packet);
        return packet;
    }

    private static List<byte[]> cut(Segmentation segmentation) {
        List<byte[]> packets = new ArrayList<>();
        segmentation.forEachRemaining(packets::add);
        return packets;
    }

    private void assertSame(List<byte[]> packets, List<byte[]> expected) {
        assertThat(packets).as("seed %d", seed).hasSameSizeAs(expected);
        for (int i = 0; i < packets.size(); i++) {
            assertThat(packets.get(i)).as("packet %d of %d, seed %d", i, packets.size(), seed).isEqualTo(expected.get(i));
        }
    }
}
