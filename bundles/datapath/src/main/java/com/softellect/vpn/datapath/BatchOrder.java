package com.softellect.vpn.datapath;

import com.softellect.vpn.api.session.Batch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Puts the batches of one direction of one session back in order. Batches overtake each other because several calls are in
 * flight; one that is missing is waited for, but not for long (see {@link GapWait}): a lost batch costs its packets, never a stall. If it comes after
 * that it is delivered all the same, out of order: IP allows that, and for TCP it is less than a loss.
 *
 * <p>Threads: {@link #accept} may be called by any thread. Packets are delivered under this object's lock, which is what keeps
 * their order; the consumer must not block.
 */
public final class BatchOrder implements AutoCloseable {

    /** How much may wait behind a missing batch: what a second of a fast connection brings in, roughly. */
    private static final int MAX_HELD_PACKETS = 10_000;
    private static final long MAX_HELD_BYTES = 16L << 20;

    private final Consumer<List<byte[]>> delivery;
    private final IntConsumer late;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final TreeMap<Long, Batch> held = new TreeMap<>();
    private final GivenUp givenUp = new GivenUp();
    private final GapWait gapWait = new GapWait();
    private int heldPackets;
    private long heldBytes;
    private long expected;
    private Future<?> gapTimer;

    /** When the gap was noticed that is waited for. */
    private long gapSince;
    private boolean closed;

    /**
     * @param delivery  gets the packets in order; must not block
     * @param late      gets the number of packets of each batch that came twice, or so late that nothing is known of it any more, and of what
     *                  still waited at the end
     * @param scheduler ends the wait for a missing batch
     */
    public BatchOrder(Consumer<List<byte[]>> delivery, IntConsumer late, ScheduledExecutorService scheduler) {
        this(delivery, late, scheduler, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    BatchOrder(Consumer<List<byte[]>> delivery, IntConsumer late, ScheduledExecutorService scheduler, LongSupplier nanoTime) {
        this(delivery, late, (task, millis) -> scheduler.schedule(task, millis, TimeUnit.MILLISECONDS), nanoTime);
    }

    /** @param timer ends the wait for a missing batch, on whatever thread: for a consumer that may block after all */
    public BatchOrder(Consumer<List<byte[]>> delivery, IntConsumer late, Timer timer) {
        this(delivery, late, timer, System::nanoTime);
    }

    private BatchOrder(Consumer<List<byte[]>> delivery, IntConsumer late, Timer timer, LongSupplier nanoTime) {
        this.delivery = delivery;
        this.late = late;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /** Runs something later. */
    @FunctionalInterface
    public interface Timer {
        Future<?> schedule(Runnable task, long millis);
    }

    /** Takes a batch in whatever order it comes. Those without packets say nothing and are ignored; those beyond the last number are late. */
    public synchronized void accept(Batch batch) {
        if (batch.isEmpty()) {
            return;
        }
        if (closed || batch.sequence() < 0 || batch.next() < 0 || held.containsKey(batch.sequence())) {
            late.accept(batch.packets().size());
        } else if (batch.sequence() < expected) {
            acceptLate(batch);
        } else if (batch.sequence() == expected) {
            if (gapTimer != null) {
                gapWait.came(nanoTime.getAsLong() - gapSince);
            }
            deliver(batch);
            deliverHeld();
        } else {
            hold(batch);
        }
    }

    private void acceptLate(Batch batch) {
        Long since = givenUp.take(batch.sequence(), batch.next());
        if (since == null) {
            late.accept(batch.packets().size());
        } else {
            gapWait.came(nanoTime.getAsLong() - since);
            delivery.accept(batch.packets());
        }
    }

    private void deliver(Batch batch) {
        expected = batch.next();
        delivery.accept(batch.packets());
    }

    private void hold(Batch batch) {
        held.put(batch.sequence(), batch);
        heldPackets += batch.packets().size();
        heldBytes += batch.bytes();
        if (gapTimer == null) {
            awaitGap();
        }
        while (heldPackets > MAX_HELD_PACKETS || heldBytes > MAX_HELD_BYTES) {
            skipGap();
        }
    }

    private void awaitGap() {
        gapSince = nanoTime.getAsLong();
        gapTimer = timer.schedule(this::gapTimedOut, gapWait.millis());
    }

    /** Delivers what now follows on; what overlaps is late. Then the wait for the next gap, if there is one, begins anew. */
    private void deliverHeld() {
        Map.Entry<Long, Batch> first;
        while ((first = held.firstEntry()) != null && first.getKey() <= expected) {
            Batch batch = held.pollFirstEntry().getValue();
            heldPackets -= batch.packets().size();
            heldBytes -= batch.bytes();
            if (batch.sequence() == expected) {
                deliver(batch);
            } else {
                late.accept(batch.packets().size());
            }
        }
        stopTimer();
        if (!held.isEmpty()) {
            awaitGap();
        }
    }

    private synchronized void gapTimedOut() {
        gapTimer = null;
        if (!closed && !held.isEmpty()) {
            skipGap();
        }
    }

    private void skipGap() {
        long first = held.firstKey();
        givenUp.add(expected, first, gapSince);
        expected = first;
        deliverHeld();
    }

    private void stopTimer() {
        if (gapTimer != null) {
            gapTimer.cancel(false);
            gapTimer = null;
        }
    }

    /** Ends it, and leaves what another one needs to go on: nothing is late, and nothing is delivered any more. */
    public synchronized Rest leave() {
        Rest rest = new Rest(expected, List.copyOf(held.values()));
        held.clear();
        heldPackets = 0;
        heldBytes = 0;
        close();
        return rest;
    }

    /** Goes on where another one ended. To be called before the first batch comes. */
    public synchronized void goOn(Rest rest) {
        expected = rest.expected;
        rest.held.forEach(this::accept);
    }

    /**
     * What one that ended has left.
     *
     * @param expected the number of the next packet to deliver
     * @param held     the batches behind a missing one, in order
     */
    public record Rest(long expected, List<Batch> held) {
    }

    /** Ends it: nothing is delivered any more. Closing twice is harmless. */
    @Override
    public synchronized void close() {
        closed = true;
        stopTimer();
        late.accept(heldPackets);
        held.clear();
        heldPackets = 0;
        heldBytes = 0;
    }
}
