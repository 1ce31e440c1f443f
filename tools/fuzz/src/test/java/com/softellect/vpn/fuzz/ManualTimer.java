package com.softellect.vpn.fuzz;

import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler whose time is over when {@link #fire} says so. It holds one task at a time and has no thread. Used by one thread. */
final class ManualTimer extends ScheduledThreadPoolExecutor {

    private Task pending;

    ManualTimer() {
        super(0);
    }

    boolean isPending() {
        return pending != null && !pending.isDone();
    }

    /** Runs the task that waits, if there is one. */
    void fire() {
        if (isPending()) {
            Task due = pending;
            pending = null;
            due.run();
            due.join();
        }
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
        if (isPending()) {
            throw new IllegalStateException("a second timer while the first one runs");
        }
        pending = new Task(action, unit.toMillis(delay));
        return pending;
    }

    private static final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {

        private final long delayMillis;

        Task(Runnable action, long delayMillis) {
            super(action, null);
            this.delayMillis = delayMillis;
        }

        /** What it threw. */
        void join() {
            try {
                get();
            } catch (InterruptedException | ExecutionException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(delayMillis, TimeUnit.MILLISECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(delayMillis, other.getDelay(TimeUnit.MILLISECONDS));
        }
    }
}
