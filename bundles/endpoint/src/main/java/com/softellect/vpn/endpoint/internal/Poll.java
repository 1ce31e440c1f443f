package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.session.ParkedPoll;
import com.softellect.vpn.api.session.Session;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A parked poll. It is resumed once: by a permit, by the end of its time, or by the endpoint's end, whichever is first.
 *
 * <p>Threads: any. The resume action must not block: it may run on the router's inbound loop.
 */
final class Poll {

    private final Session session;
    private final Consumer<Poll> resume;
    private final AtomicBoolean resumed = new AtomicBoolean();

    /** Published by {@link #park}; the resuming thread that does not see them yet leaves the tidying to {@code park}. */
    private volatile ParkedPoll parked;
    private volatile Future<?> timer;

    Poll(Session session, Consumer<Poll> resume) {
        this.session = session;
        this.resume = resume;
    }

    void park(ScheduledExecutorService scheduler, long millis) {
        timer = scheduler.schedule(this::resumeOnce, millis, TimeUnit.MILLISECONDS);
        parked = session.park(this::resumeOnce);
        if (resumed.get()) {
            tidy();
        }
    }

    void resumeOnce() {
        if (resumed.compareAndSet(false, true)) {
            tidy();
            resume.accept(this);
        }
    }

    /** Whichever of permit and timer did not resume the poll is taken back. Harmless if done twice. */
    private void tidy() {
        Future<?> pending = timer;
        if (pending != null) {
            pending.cancel(false);
        }
        ParkedPoll waiting = parked;
        if (waiting != null) {
            waiting.unpark();
        }
    }

    Session session() {
        return session;
    }
}
