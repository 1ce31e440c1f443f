package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.Session;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The long poll, apart from how a call is suspended:
 *
 * <ol>
 *   <li>{@link #takeNow}: packets wait, answer them at once;
 *   <li>none: {@link #park} until a permit is there or 250 ms are over; nothing holds a thread meanwhile;
 *   <li>resumed: {@link #finish} takes once more and answers that, with packets or without.
 * </ol>
 *
 * <p>Thread-safe.
 */
final class LongPoll {

    /** How long a poll is parked, in milliseconds: the specification's locked decision. */
    static final int PARK_MILLIS = 250;

    /** The most packets of one answer: the specification's locked decision. */
    static final int MAX_PACKETS = 100;

    /** The most packet bytes of one answer, so that what comes meanwhile does not wait for long; one packet always fits. */
    static final int MAX_BYTES = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(LongPoll.class);

    private final ScheduledExecutorService scheduler;

    /** Guarded by this: parked polls, and resumed ones whose answer is not finished yet. */
    private final Set<Poll> open = new HashSet<>();
    private boolean stopped;

    LongPoll(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    Batch takeNow(Session session) {
        return session.take(MAX_PACKETS, MAX_BYTES);
    }

    /** @param resume runs once, on any thread, possibly before this returns; must not block */
    Poll park(Session session, Consumer<Poll> resume) {
        Poll poll = new Poll(session, self -> resume(self, resume));
        synchronized (this) {
            open.add(poll);
        }
        poll.park(scheduler, PARK_MILLIS);
        if (isStopped()) {
            poll.resumeOnce();
        }
        return poll;
    }

    private void resume(Poll poll, Consumer<Poll> action) {
        try {
            action.accept(poll);
        } catch (RuntimeException e) {
            forget(poll); // the caller has hung up: nobody waits for the answer, and the packets wait for the next poll
            LOG.debug("a poll of {} could not be resumed", poll.session(), e);
        }
    }

    /** Takes once more, after the poll was resumed. */
    Batch finish(Poll poll) {
        try {
            return takeNow(poll.session());
        } finally {
            forget(poll);
        }
    }

    private synchronized void forget(Poll poll) {
        open.remove(poll);
        notifyAll();
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** Resumes all parked polls and waits until they are answered, but no longer than {@code millis}. */
    void stop(long millis) {
        List<Poll> all;
        synchronized (this) {
            stopped = true;
            all = List.copyOf(open);
        }
        all.forEach(Poll::resumeOnce);
        awaitNoneOpen(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private synchronized void awaitNoneOpen(long deadlineNanos) {
        try {
            long left = deadlineNanos - System.nanoTime();
            while (!open.isEmpty() && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = deadlineNanos - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!open.isEmpty()) {
            LOG.warn("{} polls were not answered in time; their clients will call again", open.size());
        }
    }

    /** The polls that are parked or being answered now. */
    synchronized int openPolls() {
        return open.size();
    }
}
