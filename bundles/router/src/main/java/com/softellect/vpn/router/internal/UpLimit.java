package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.datapath.Pace;
import com.softellect.vpn.datapath.PacketQueue;
import com.softellect.vpn.datapath.QueueLimits;
import com.softellect.vpn.datapath.QueueListener;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Holds back what one client sends faster than it may: in a queue of its own, so that its flows share what there is, and are told to slow down before packets
 * are lost. See docs/queues.md.
 *
 * <p>Thread-safe. Packets go on under its lock, since they must not overtake each other: on the thread that brings one, or on the scheduler's.
 */
final class UpLimit implements QueueListener {

    /** As a client's own queue has them by default. */
    private static final QueueLimits LIMITS = new QueueLimits(2000, 4 << 20, 256, 5, 100);

    private final Consumer<byte[]> onwards;
    private final ScheduledExecutorService scheduler;
    private final Counters counters;

    /** Guarded by this. */
    private final PacketQueue queue = new PacketQueue(LIMITS, this);
    private final Pace pace = new Pace();
    private boolean waiting;

    /** @param onwards where packets go when they may */
    UpLimit(Consumer<byte[]> onwards, ScheduledExecutorService scheduler, Counters counters) {
        this.onwards = onwards;
        this.scheduler = scheduler;
        this.counters = counters;
    }

    /** @param bitsPerSecond what the limit is now; 0: none, and nothing waits when this returns */
    synchronized void offer(byte[] packet, long bitsPerSecond) {
        pace.set(bitsPerSecond, System.nanoTime());
        queue.offer(packet);
        giveOut();
    }

    /** There is no limit any more: nothing waits when this returns. */
    synchronized void end() {
        pace.set(0, System.nanoTime());
        giveOut();
    }

    private synchronized void waited() {
        waiting = false;
        giveOut();
    }

    private void giveOut() {
        while (queue.size() > 0) {
            long now = System.nanoTime();
            long wait = pace.wait(queue.bytes(), now);
            if (wait > 0) {
                await(wait);
                return;
            }
            Batch batch = queue.take(Integer.MAX_VALUE, pace.credit(now));
            pace.spend(batch.bytes(), now);
            batch.packets().forEach(onwards);
        }
    }

    private void await(long nanos) {
        if (!waiting) {
            waiting = true;
            scheduler.schedule(this::waited, nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void dropped(DropReason reason) {
        counters.drop(reason);
    }

    @Override
    public void marked() {
        counters.mark();
    }
}
