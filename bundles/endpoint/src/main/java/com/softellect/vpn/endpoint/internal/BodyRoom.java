package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.session.Session;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The room in memory for bodies on their way in, so that all of them together never exhaust the heap, however many connections bring them
 * and however slowly. Strangers and sessions have separate rooms; one session has a share of theirs. Thread-safe.
 */
final class BodyRoom {

    /** What a stranger may send: ten times what authenticate needs. Bodies of this size are not counted for sessions either. */
    static final int SMALL_BYTES = 16 << 10;

    /** For the bodies of all strangers that are still coming in. */
    private static final int STRANGERS_BYTES = 4 << 20;

    /** The part of the heap for the bodies of sessions: a body and what is made of it take up to four times its size for a moment. */
    private static final int HEAP_PART = 8;

    /** What the room of sessions is counted in, in bytes, so that it fits a semaphore. */
    private static final int UNIT_BYTES = 1024;

    /** Room that needs no giving back. */
    static final Lease FREE = new Lease(() -> { });

    /** A session's share, in bodies of the longest kind: of shorter ones more find room. */
    private static final int SHARE_BODIES = 4;

    /** How many bodies of one session may come in at once, those of a broken connection among them: each may keep a thread waiting. */
    private static final int MOST_OF_SESSION = 16;

    private final Semaphore strangers = new Semaphore(STRANGERS_BYTES);
    private final Semaphore sessions;
    private final int shareUnits;

    /** Of the sessions that have bodies coming in now. */
    private final Map<Session, Share> shares = new ConcurrentHashMap<>();

    /** @param heapBytes the most that the heap can have */
    BodyRoom(Limits limits, long heapBytes) {
        this.shareUnits = units(limits.maxBodyBytes()) * Math.min(limits.maxSends(), SHARE_BODIES);
        this.sessions = new Semaphore((int) Math.min(Integer.MAX_VALUE,
                Math.max(heapBytes / HEAP_PART, 2L * limits.maxBodyBytes()) / UNIT_BYTES + 1), true);
    }

    /** @return null if there is none left */
    Lease forStranger(int bytes) {
        return strangers.tryAcquire(bytes) ? new Lease(() -> strangers.release(bytes)) : null;
    }

    /**
     * Room for a body of a session's client.
     *
     * @param waitMillis how long this may block until others have given room back; they do as soon as their messages were read
     * @return null if there is none left, or the session has its share
     */
    Lease forSession(Session session, int bytes, long waitMillis) {
        if (bytes <= SMALL_BYTES) {
            return FREE;
        }
        int units = units(bytes);
        Share share = shares.merge(session, new Share(units, 1), Share::plus);
        if (share.units <= shareUnits && share.bodies <= MOST_OF_SESSION && acquire(units, waitMillis)) {
            return new Lease(() -> {
                sessions.release(units);
                leave(session, units);
            });
        }
        leave(session, units);
        return null;
    }

    private boolean acquire(int units, long waitMillis) {
        try {
            return sessions.tryAcquire(units, waitMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void leave(Session session, int units) {
        shares.computeIfPresent(session, (same, share) -> share.bodies == 1 ? null : share.plus(new Share(-units, -1)));
    }

    private static int units(int bytes) {
        return (bytes + UNIT_BYTES - 1) / UNIT_BYTES;
    }

    /** How many sessions have room now. */
    int holders() {
        return shares.size();
    }

    /** What one session has taken. */
    private record Share(int units, int bodies) {

        Share plus(Share more) {
            return new Share(units + more.units, bodies + more.bodies);
        }
    }

    /** The room that a body has. Giving it back twice is harmless. Any thread. */
    static final class Lease implements AutoCloseable {

        private final Runnable giveBack;
        private final AtomicBoolean given = new AtomicBoolean();

        private Lease(Runnable giveBack) {
            this.giveBack = giveBack;
        }

        @Override
        public void close() {
            if (given.compareAndSet(false, true)) {
                giveBack.run();
            }
        }
    }
}
