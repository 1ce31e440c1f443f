package com.softellect.vpn.api.adapter;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Tells a loop to end, once and for all. Each adapter turns it into what its system can wait for (an eventfd, an event)
 * with {@link #onCancel}.
 *
 * <p>Threads: all methods may be called by any thread. Actions run on the cancelling thread, under this object's lock:
 * when {@link Registration#close} has returned, the action does not run and will not run.
 */
public final class Cancellation {

    /** Published by {@link #cancel}; read without the lock by loops that drain. */
    private volatile boolean cancelled;

    private final Set<Runnable> actions = new LinkedHashSet<>();

    /** Signals the cancellation. The second call does nothing. */
    public synchronized void cancel() {
        if (cancelled) {
            return;
        }
        cancelled = true;
        actions.forEach(Runnable::run);
        actions.clear();
    }

    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Registers what wakes a waiter; runs it at once if the cancellation was signalled before.
     *
     * @param action short, does not block, does not throw
     */
    public synchronized Registration onCancel(Runnable action) {
        Runnable own = action::run; // an identity of its own, so that one action can be registered twice
        if (cancelled) {
            own.run();
        } else {
            actions.add(own);
        }
        return () -> remove(own);
    }

    private synchronized void remove(Runnable action) {
        actions.remove(action);
    }

    /** Undoes {@link #onCancel}. Closing twice is harmless. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
