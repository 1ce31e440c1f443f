package com.softellect.vpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.datapath.BatchOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Batches with any sequence numbers, counts and sizes, and timers that end at any time: what is delivered is in order and nothing twice, what
 * is not is counted, what waits is bounded, and nothing waits for ever.
 */
class BatchOrderFuzzTest {

    /** What {@link BatchOrder} promises. */
    private static final long MOST_PACKETS = 10_000;
    private static final long MOST_BYTES = 16 << 20;

    /** Shared by all packets of a size: the order does not look into them. */
    private static final byte[][] PACKETS = {new byte[20], new byte[1500], new byte[65_535], new byte[1 << 20], new byte[(16 << 20) + 1], {}};
    private static final int[] COUNTS = {1, 2, 3, 100, 5_000, 9_999, 10_001, 0};

    @FuzzTest(maxDuration = "")
    void anyBatchesInAnyOrder(FuzzedDataProvider data) {
        Trial trial = new Trial();
        while (data.remainingBytes() > 0) {
            if (data.consumeInt(0, 15) == 0) {
                trial.endWait();
            } else {
                trial.accept(batch(data, trial.expected));
            }
        }
        if (data.consumeBoolean()) {
            trial.endAllWaits();
        }
        trial.close();
    }

    /** Most often near the number that comes next; sometimes near the last one. */
    private static Batch batch(FuzzedDataProvider data, long next) {
        long sequence = switch (data.consumeInt(0, 15)) {
            case 0 -> data.consumeLong();
            case 1 -> Long.MAX_VALUE - data.consumeInt(0, 20_000);
            default -> next + data.consumeByte();
        };
        int count = data.pickValue(COUNTS);
        return new Batch(sequence, Collections.nCopies(count, PACKETS[data.consumeInt(0, PACKETS.length - 1)]));
    }

    /** An order, and what must be true of it after each step. */
    private static final class Trial {

        private final ManualTimer timer = new ManualTimer();
        private final BatchOrder order = new BatchOrder(this::delivered, this::late, timer);

        /** Neither delivered nor late. */
        private final List<Batch> waiting = new ArrayList<>();
        private long expected;

        /** The numbers of what was delivered: behind the last one by the first. */
        private final TreeMap<Long, Long> delivered = new TreeMap<>();

        /** Packets said to be late, and packets that must be, in this step. */
        private long late;
        private long mustBeLate;

        void accept(Batch batch) {
            if (!batch.isEmpty()) {
                boolean usable = batch.sequence() >= 0 && batch.next() > batch.sequence();
                if (usable && waiting.stream().noneMatch(w -> w.sequence() == batch.sequence())) {
                    waiting.add(batch);
                } else {
                    mustBeLate += batch.packets().size();
                }
            }
            order.accept(batch);
            check();
        }

        void endWait() {
            timer.fire();
            check();
        }

        void endAllWaits() {
            while (timer.isPending()) {
                int before = waiting.size();
                endWait();
                assertThat(waiting).as("each end of a wait brings it on").hasSizeLessThan(before);
            }
            assertThat(waiting).as("waits for ever").isEmpty();
        }

        private void delivered(List<byte[]> packets) {
            Batch batch = waiting.stream().filter(w -> w.packets() == packets).findFirst().orElse(null);
            assertThat(batch).as("what is delivered came, and was not delivered before").isNotNull();
            Map.Entry<Long, Long> before = delivered.lowerEntry(batch.next());
            assertThat(before == null || before.getValue() <= batch.sequence()).as("each number once").isTrue();
            waiting.remove(batch);
            delivered.put(batch.sequence(), batch.next());
            expected = Math.max(expected, batch.next()); // what was given up comes out of order
        }

        private void late(int packets) {
            late += packets;
        }

        private void check() {
            waiting.removeIf(this::isOvertaken);
            assertThat(late).as("packets counted as late").isEqualTo(mustBeLate);
            assertThat(packetsThatWait()).as("packets that wait").isLessThanOrEqualTo(MOST_PACKETS);
            assertThat(waiting.stream().mapToLong(Trial::bytes).sum()).as("bytes that wait").isLessThanOrEqualTo(MOST_BYTES);
            assertThat(timer.isPending()).as("a timer runs while something waits").isEqualTo(!waiting.isEmpty());
        }

        private boolean isOvertaken(Batch batch) {
            boolean overtaken = batch.sequence() < expected;
            mustBeLate += overtaken ? batch.packets().size() : 0;
            return overtaken;
        }

        private long packetsThatWait() {
            return waiting.stream().mapToLong(w -> w.packets().size()).sum();
        }

        /** All its packets are the same one. */
        private static long bytes(Batch batch) {
            return (long) batch.packets().size() * batch.packets().get(0).length;
        }

        /** Closes it twice, and brings one more batch. */
        void close() {
            mustBeLate += packetsThatWait() + 1;
            waiting.clear();
            order.close();
            order.accept(new Batch(expected, List.of(PACKETS[0])));
            order.close();
            check();
        }
    }
}
