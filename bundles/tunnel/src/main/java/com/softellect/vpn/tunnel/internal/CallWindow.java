package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.session.Batch;

/**
 * How many calls of one kind may be in flight while there is more to carry than they carry: as many as the way to the gateway and back needs, and
 * no more, since what is beyond that only waits in front of its narrowest place, and with it everything else. It follows the round trip, as TCP
 * Vegas (Brakmo, Peterson 1995) does:
 *
 * <ol>
 *   <li>the quickest call of the last seconds tells what the way takes without a queue;
 *   <li>once in a round of as many full calls as the window has, the quickest full one of them tells what it takes now: a call that loss held up
 *       says nothing of a queue. A part of that the call itself takes, where the way is narrowest: its share of the window;
 *   <li>as long as the rest is within {@value #QUEUE_MILLIS} ms of the way without a queue there is room for one more; beyond, one less;
 *   <li>calls that are not full make no queue: as many of them as the window has, and it grows by one, if it is small.
 * </ol>
 *
 * <p>Not thread-safe: its gate guards it.
 */
final class CallWindow {

    /** One that is on the way, and one that is made ready or read meanwhile. */
    private static final int LEAST = 2;

    /** As long as there is no queue: a packet that comes when all calls are on the way waits for the first of them to come back. */
    private static final int SPARSE = 4;

    /** What a call has that is as good as full. */
    private static final int FULL_BYTES = Terms.MAX_BATCH_BYTES / 2;
    private static final int FULL_PACKETS = 100;

    private static final int QUEUE_MILLIS = 2;
    private static final long QUEUE_NANOS = QUEUE_MILLIS * 1_000_000L;

    /** For how long a quick call counts, at least: the way may have become another one. */
    private static final long MEMORY_NANOS = 5_000_000_000L;

    private final int most;
    private int size;

    /** The quickest calls of this memory and of the one before. */
    private long quickest = Long.MAX_VALUE;
    private long quickestBefore = Long.MAX_VALUE;
    private long memoryBegan;

    /** The calls of this round, those that were full and those that were not. */
    private int round;
    private int sparseRound;
    private long quickestFull = Long.MAX_VALUE;

    /** @param most calls in flight, at least 1 */
    CallWindow(int most) {
        this.most = most;
        this.size = Math.min(SPARSE, most);
    }

    static boolean isFull(Batch batch) {
        return batch.packets().size() >= FULL_PACKETS || batch.bytes() >= FULL_BYTES;
    }

    int size() {
        return size;
    }

    /**
     * A call was answered.
     *
     * @param full whether it carried as much as a call does
     * @param took nanoseconds
     * @param now  as {@link System#nanoTime}
     */
    void answered(boolean full, long took, long now) {
        remember(took, now);
        if (full) {
            quickestFull = Math.min(quickestFull, took);
            round++;
            if (round >= size) {
                endRound();
            }
        } else if (++sparseRound >= size) {
            sparseRound = 0;
            size = Math.max(size, Math.min(size + 1, Math.min(SPARSE, most)));
        }
    }

    private void remember(long took, long now) {
        if (quickest == Long.MAX_VALUE && quickestBefore == Long.MAX_VALUE) {
            memoryBegan = now;
        } else if (now - memoryBegan > MEMORY_NANOS) {
            quickestBefore = quickest;
            quickest = Long.MAX_VALUE;
            memoryBegan = now;
        }
        quickest = Math.min(quickest, took);
    }

    private void endRound() {
        long withoutItself = quickestFull - quickestFull / size;
        boolean queued = withoutItself - Math.min(quickest, quickestBefore) > QUEUE_NANOS;
        size = Math.max(Math.min(LEAST, most), Math.min(most, queued ? size - 1 : size + 1));
        round = 0;
        quickestFull = Long.MAX_VALUE;
    }
}
