package com.softellect.vpn.tunnel.internal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler without time: what is to run later runs when the test says so. */
final class VirtualScheduler extends ScheduledThreadPoolExecutor {

    /** What runs later. */
    record Timer(long millis, Runnable task, ScheduledFuture<?> future, VirtualScheduler owner) {

        /** Its time has come. */
        void fire() {
            if (future.cancel(false)) {
                owner.execute(task);
            }
        }

        boolean isCancelled() {
            return future.isCancelled();
        }
    }

    private static final long HELD_MILLIS = 10_000;

    private final BlockingQueue<Timer> pauses = new LinkedBlockingQueue<>();
    private final BlockingQueue<Timer> held = new LinkedBlockingQueue<>();

    VirtualScheduler() {
        super(1, task -> {
            Thread thread = new Thread(task, "vpn-tunnel-supervisor");
            thread.setDaemon(true);
            return thread;
        });
        setRemoveOnCancelPolicy(true);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        if (delay == 0) {
            return super.schedule(task, 0, unit);
        }
        ScheduledFuture<?> never = super.schedule(task, 365, TimeUnit.DAYS);
        long millis = unit.toMillis(delay);
        (millis == HELD_MILLIS ? held : pauses).add(new Timer(millis, task, never, this));
        return never;
    }

    /** The next pause, or wait for a missing answer, that somebody began. */
    Timer nextPause() throws InterruptedException {
        return take(pauses);
    }

    /** What notes that a connection held, of the newest connection. */
    Timer nextHeld() throws InterruptedException {
        return take(held);
    }

    private static Timer take(BlockingQueue<Timer> timers) throws InterruptedException {
        Timer timer = timers.poll(20, TimeUnit.SECONDS);
        if (timer == null) {
            throw new AssertionError("nothing was scheduled");
        }
        return timer;
    }

    /** Whether somebody waits for a time to come. */
    boolean hasPause() {
        return pauses.stream().anyMatch(timer -> !timer.isCancelled());
    }
}
