package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.api.session.Batch;

/**
 * How many calls of one kind may be in flight while there is more to carry than they carry: as many as the way to the gateway and back needs, and
 * no more, since what is beyond that only waits in front of its narrowest place, and with it everything else:
 *
 * <ol>
 *   <li>the quickest call of the last half minute tells what the way takes without a queue;
 *   <li>once in a round of as many full calls as the window has, the quickest full one of them tells at what pace they come back: a call that loss
 *       held up says nothing of that;
 *   <li>as many calls as come back at that pace while one is on the way are needed on it, and {@value #LEAST} more: one that is made ready or read
 *       meanwhile, and one to find out whether more find room.
 * </ol>
 *
 * <p>While calls are not full there is no queue, and more of them are in flight the longer the way is, as long as they do not carry more together than
 * {@value #MOST_FULL} full ones do.
 *
 * <p>Not thread-safe: its gate guards it.
 */
final class CallWindow {

    private static final int LEAST = 2;

    private static final int FIRST = 4;

    private static final int MOST_FULL = 16;

    /**
     * While calls are not full one is in flight for each millisecond of the way: a packet that comes when all are on it waits for the first of them to come
     * back, a TCP stream that begins fills none, and what loss holds up comes back late.
     */
    private static final long SPARSE_NANOS = 1_000_000;

    /** What calls in flight may carry together, in bytes. */
    private static final long ROOM = (long) MOST_FULL * Terms.MAX_BATCH_BYTES;

    /** A call that is full had no room for another super-packet, or has as many packets as an answer may have. */
    private static final int FULL_BYTES = Terms.MAX_BATCH_BYTES - Ipv4Packet.MAX_LENGTH;
    private static final int FULL_PACKETS = 100;

    /**
     * For how long a quick call counts, at least: the way may have become another one. Then a round of few calls looks at it anew, or a queue that
     * stands would be taken for the way.
     */
    private static final long MEMORY_NANOS = 30_000_000_000L;

    private final int most;
    private int size;

    /** The quickest calls of this memory and of the one before. */
    private long quickest = Long.MAX_VALUE;
    private long quickestBefore = Long.MAX_VALUE;
    private long memoryBegan;

    /** The calls of this round that were full. */
    private int round;
    private long quickestFull = Long.MAX_VALUE;

    /** @param most calls in flight, at least 1 */
    CallWindow(int most) {
        this.most = most;
        this.size = Math.min(FIRST, most);
    }

    private static boolean isFull(Batch batch) {
        return batch.packets().size() >= FULL_PACKETS || batch.bytes() > FULL_BYTES;
    }

    int size() {
        return size;
    }

    /**
     * A call was answered.
     *
     * @param batch what it carried
     * @param took  nanoseconds
     * @param now   as {@link System#nanoTime}
     */
    void answered(Batch batch, long took, long now) {
        remember(took, now);
        if (isFull(batch)) {
            quickestFull = Math.min(quickestFull, took);
            round++;
            if (round >= Math.min(size, MOST_FULL)) {
                endRound();
            }
        } else if (batch.bytes() * (long) size > ROOM) {
            size = Math.max(size - 1, LEAST);
        } else if (size < LEAST + way() / SPARSE_NANOS) {
            size = Math.min(size + 1, most);
        }
    }

    private void remember(long took, long now) {
        if (quickest == Long.MAX_VALUE && quickestBefore == Long.MAX_VALUE) {
            memoryBegan = now;
        } else if (now - memoryBegan > MEMORY_NANOS) {
            quickestBefore = quickest;
            quickest = Long.MAX_VALUE;
            memoryBegan = now;
            int inFlight = size;
            begin(LEAST);
            round = -inFlight; // those come back late still
        }
        quickest = Math.min(quickest, took);
    }

    private void endRound() {
        long onTheWay = size * way() / Math.max(1, quickestFull);
        begin(LEAST + onTheWay);
    }

    /** A round of so many calls, if so many are allowed. */
    private void begin(long calls) {
        size = (int) Math.min(Math.min(most, MOST_FULL), calls);
        round = 0;
        quickestFull = Long.MAX_VALUE;
    }

    /** What it takes without a queue. */
    private long way() {
        return Math.min(quickest, quickestBefore);
    }
}
