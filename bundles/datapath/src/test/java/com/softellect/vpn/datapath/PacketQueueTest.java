package com.softellect.vpn.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.datapath.offload.Checksum;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PacketQueueTest {

    private static final long MILLI = 1_000_000;
    private static final int TARGET = 5;
    private static final int INTERVAL = 100;
    private static final int MANY = 1 << 20;

    private final List<DropReason> drops = new ArrayList<>();
    private int marks;
    private long now = Long.MAX_VALUE - 1000 * MILLI; // the clock may overflow

    private final QueueListener listener = new QueueListener() {

        @Override
        public void dropped(DropReason reason) {
            drops.add(reason);
        }

        @Override
        public void marked() {
            marks++;
        }
    };

    private PacketQueue queue(int maxPackets, long maxBytes) {
        return new PacketQueue(new QueueLimits(maxPackets, maxBytes, 1024, TARGET, INTERVAL), listener, () -> now, 7);
    }

    /** UDP, told apart by its flow and its number. */
    private static byte[] packet(int flow, int number, int length) {
        byte[] packet = new byte[length];
        packet[0] = 0x45;
        packet[2] = (byte) (length >> 8);
        packet[3] = (byte) length;
        packet[5] = (byte) number;
        packet[9] = 17;
        packet[15] = 1;
        packet[19] = 2;
        packet[20] = (byte) flow;
        return packet;
    }

    /** Says whether its sender understands marks, and completes the header. */
    private static byte[] withTos(byte[] packet, int tos) {
        packet[1] = (byte) tos;
        int sum = ~Checksum.sum(packet, 0, 20);
        packet[10] = (byte) (sum >> 8);
        packet[11] = (byte) sum;
        return packet;
    }

    private static byte[] packet(int flow, int number) {
        return packet(flow, number, 1000);
    }

    private static List<Integer> numbers(Batch batch) {
        return batch.packets().stream().map(p -> p[5] & 255).toList();
    }

    private static List<Integer> flows(Batch batch) {
        return batch.packets().stream().map(p -> p[20] & 255).toList();
    }

    @Test
    void packetsOfAFlowComeOutInOrderAndAreNumberedFromZero() {
        PacketQueue queue = queue(10, MANY);
        for (int i = 0; i < 5; i++) {
            queue.offer(packet(1, i));
        }
        Batch first = queue.take(3, MANY);
        Batch second = queue.take(3, MANY);
        assertThat(first.sequence()).isZero();
        assertThat(numbers(first)).containsExactly(0, 1, 2);
        assertThat(second.sequence()).isEqualTo(3);
        assertThat(numbers(second)).containsExactly(3, 4);
        assertThat(queue.take(3, MANY)).satisfies(b -> {
            assertThat(b.isEmpty()).isTrue();
            assertThat(b.sequence()).isEqualTo(5);
        });
    }

    @Test
    void aBatchStaysWithinItsBytesButAlwaysTakesOnePacket() {
        PacketQueue queue = queue(10, 10_000);
        queue.offer(packet(1, 0, 600));
        queue.offer(packet(1, 1, 300));
        queue.offer(packet(1, 2, 300));
        assertThat(queue.take(10, 500).packets()).hasSize(1);
        assertThat(queue.take(10, 599).packets()).hasSize(1);
        assertThat(queue.take(10, 599).packets()).hasSize(1);
    }

    @Test
    void clearedPacketsUseNoNumbers() {
        PacketQueue queue = queue(10, MANY);
        queue.offer(packet(1, 0));
        queue.offer(packet(2, 0));
        assertThat(queue.clear()).isEqualTo(2);
        assertThat(queue.bytes()).isZero();
        queue.offer(packet(1, 1));
        Batch batch = queue.take(10, MANY);
        assertThat(batch.sequence()).isZero();
        assertThat(numbers(batch)).containsExactly(1);
    }

    @Test
    void aFullQueueDropsTheOldestOfTheFlowWithTheMostBytes() {
        PacketQueue queue = queue(4, MANY);
        queue.offer(packet(1, 0));
        for (int i = 0; i < 6; i++) {
            queue.offer(packet(2, i));
        }
        assertThat(queue.size()).isEqualTo(4);
        assertThat(queue.bytes()).isEqualTo(4000);
        assertThat(drops).containsExactly(DropReason.QUEUE_FULL, DropReason.QUEUE_FULL, DropReason.QUEUE_FULL);
        Batch batch = queue.take(10, MANY);
        assertThat(flows(batch)).containsExactlyInAnyOrder(1, 2, 2, 2);
        assertThat(numbers(batch)).containsExactlyInAnyOrder(0, 3, 4, 5);
        assertThat(batch.next()).as("dropped packets use no numbers").isEqualTo(4);
    }

    @Test
    void aQueueThatIsFullInBytesDropsAsMuchAsThePacketNeeds() {
        PacketQueue queue = queue(100, 3000);
        for (int i = 0; i < 3; i++) {
            queue.offer(packet(1, i));
        }
        queue.offer(packet(2, 3, 1001));
        assertThat(queue.bytes()).isEqualTo(2001);
        assertThat(drops).hasSize(2);
    }

    /** The trap: without this a ping waits behind all that a download has queued. */
    @Test
    void aFlowThatHadNothingQueuedComesBeforeTheOthers() {
        PacketQueue queue = queue(1000, MANY);
        for (int i = 0; i < 100; i++) {
            queue.offer(packet(1, i));
        }
        queue.take(10, MANY);
        queue.offer(packet(2, 0));
        assertThat(flows(queue.take(3, MANY))).contains(2);
    }

    @Test
    void flowsThatStayTakeTurnsByBytesAlsoIfOneSendsSuperPackets() {
        PacketQueue queue = queue(10_000, 1 << 30);
        for (int i = 0; i < 40; i++) {
            queue.offer(packet(1, i, 60_000));
        }
        for (int i = 0; i < 2000; i++) {
            queue.offer(packet(2, i, 1200));
        }
        long[] bytes = new long[3];
        for (int i = 0; i < 500; i++) {
            queue.take(1, MANY).packets().forEach(p -> bytes[p[20]] += p.length);
        }
        assertThat(bytes[1]).isCloseTo(bytes[2], Offset.offset(2 * 60_000L));
    }

    /** Sparse flows that come and go must not starve the others: an emptied one has a turn behind them first. */
    @Test
    void sparseFlowsDoNotStarveABulkFlow() {
        PacketQueue queue = queue(1000, MANY);
        for (int i = 0; i < 20; i++) {
            queue.offer(packet(1, i));
        }
        int bulk = 0;
        for (int i = 0; i < 60; i++) {
            queue.offer(packet(2 + i % 2, i));
            queue.offer(packet(2 + i % 2, i));
            bulk += (int) flows(queue.take(2, MANY)).stream().filter(f -> f == 1).count();
        }
        assertThat(bulk).isGreaterThan(10);
    }

    /** Offers each millisecond two packets and takes one: a queue that stands. */
    private int overload(PacketQueue queue, int millis, int flow, int tos) {
        int taken = 0;
        for (int i = 0; i < millis; i++) {
            now += MILLI;
            for (int j = 0; j < 2; j++) {
                queue.offer(withTos(packet(flow, i), tos));
            }
            Batch batch = queue.take(1, MANY);
            for (byte[] packet : batch.packets()) {
                assertThat(Checksum.sum(packet, 0, 20)).as("the header's checksum").isEqualTo(0xffff);
            }
            taken += batch.packets().size();
        }
        return taken;
    }

    @Test
    void aBurstIsNoStandingQueue() {
        PacketQueue queue = queue(1000, MANY);
        overload(queue, INTERVAL, 1, 0);
        while (queue.size() > 0) {
            queue.take(100, MANY);
        }
        overload(queue, INTERVAL, 1, 0);
        assertThat(drops).isEmpty();
    }

    @Test
    void aFlowThatWaitsForTooLongLosesItsOldestMoreAndMoreOften() {
        PacketQueue queue = queue(100_000, 1 << 30);
        assertThat(overload(queue, 500, 1, 0)).as("a packet each time").isEqualTo(500);
        int early = drops.size();
        overload(queue, 500, 1, 0);
        assertThat(early).isBetween(3, 30);
        assertThat(drops.size() - early).isGreaterThan(early);
        assertThat(drops).containsOnly(DropReason.QUEUE_DELAY);
        assertThat(queue.take(1, MANY).sequence()).as("dropped packets use no numbers").isEqualTo(1000);
    }

    @Test
    void aFlowThatUnderstandsMarksIsMarkedInstead() {
        PacketQueue queue = queue(100_000, 1 << 30);
        overload(queue, 500, 1, 2);
        assertThat(marks).isPositive();
        assertThat(drops).isEmpty();
    }

    @Test
    void aMarkedPacketHasBothBits() {
        PacketQueue queue = queue(100_000, 1 << 30);
        List<byte[]> marked = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            now += MILLI;
            queue.offer(withTos(packet(1, i), 1));
            queue.offer(packet(1, i));
            queue.take(1, MANY).packets().stream().filter(p -> (p[1] & 3) == 3).forEach(marked::add);
        }
        assertThat(marked).hasSize(marks).isNotEmpty();
    }

    @Test
    void aFlowOfOneSuperPacketAtATimeIsNeverTooSlow() {
        PacketQueue queue = queue(100_000, 1 << 30);
        for (int i = 0; i < 50; i++) {
            queue.offer(packet(1, i, 60_000));
            now += 50 * MILLI;
            assertThat(queue.take(1, MANY).packets()).hasSize(1);
        }
        assertThat(drops).isEmpty();
    }

    @Test
    void aSparseFlowDoesNotPayForABulkFlow() {
        PacketQueue queue = queue(100_000, 1 << 30);
        int pings = 0;
        for (int i = 0; i < 1000; i++) {
            now += MILLI;
            queue.offer(packet(1, i));
            queue.offer(packet(1, i));
            if (i % 10 == 0) {
                queue.offer(packet(2, i));
            }
            pings += (int) flows(queue.take(2, MANY)).stream().filter(f -> f == 2).count();
        }
        assertThat(pings).isEqualTo(100);
    }

    @Test
    void fragmentsTakeTheWayOfTheirFlowWithoutPorts() {
        FlowHash hash = new FlowHash(1);
        byte[] first = packet(1, 0);
        byte[] second = packet(2, 0);
        assertThat(hash.of(first)).isNotEqualTo(hash.of(second));
        first[6] = 0x20;
        second[7] = 1;
        assertThat(hash.of(first)).as("what looks like ports in a later fragment is payload").isEqualTo(hash.of(second));
        assertThat(new FlowHash(2).of(packet(1, 0))).as("another seed").isNotEqualTo(hash.of(packet(1, 0)));
    }

    @Test
    void aPacketCostsNoObject() {
        PacketQueue queue = queue(10_000, 1 << 30);
        byte[][] packets = new byte[1000][];
        for (int i = 0; i < packets.length; i++) {
            packets[i] = packet(i % 8, i);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytes = 0;
        for (int round = 0; round < 50; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (byte[] packet : packets) {
                queue.offer(packet);
            }
            while (queue.size() > 0) {
                queue.take(100, MANY);
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(bytes / packets.length).as("bytes a packet: its place in the batch's list").isLessThan(16);
    }
}
