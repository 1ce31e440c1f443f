package com.softellect.vpn.tunnel.internal;

import java.util.function.DoubleSupplier;

/**
 * The pauses between attempts: from 250 ms, twice as long each time, up to 25 s, each longer or shorter by up to a fifth by chance,
 * so that the clients of a gateway that was away do not come back in step. As long as the gateway may still know the session, which it does when it was
 * only started anew, they begin at 320 ms and grow to 0.8 s: applications wait, and a gateway that does not listen yet is asked in vain at hardly any
 * cost. Not sooner: the polls of the connection that broke are parked at the gateway for up to 250 ms, and take packets that nobody gets. One that wants to be left alone for longer is, up to the longest pause.
 *
 * <p>Threads: used by the supervisor only.
 */
final class Backoff {

    private static final long FIRST_MILLIS = 250;
    private static final long LONGEST_MILLIS = 25_000;

    /** While the session may still be there: the first and the longest. */
    private static final long SOON_MILLIS = 320;
    private static final long SOON_LONGEST_MILLIS = 800;

    /** Pauses together after which it is not there any more: gateways end sessions of clients that are silent for a minute. */
    private static final long SOON_ENDS_MILLIS = 60_000;

    private static final double JITTER = 0.2;

    private final DoubleSupplier random;
    private long nextMillis = FIRST_MILLIS;
    private long soonMillis = SOON_MILLIS;
    private long wantedMillis;
    private long pausedMillis;
    private boolean wasAtOnce;

    /** @param random evenly from 0 to 1 */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** The next pause is at least that long, or the longest there is. */
    void atLeast(long millis) {
        wantedMillis = Math.max(wantedMillis, Math.min(millis, LONGEST_MILLIS));
    }

    /**
     * The next pause in milliseconds.
     *
     * @param resumable whether there is a session that the gateway may still know
     */
    long next(boolean resumable) {
        double chance = random.getAsDouble();
        long even = resumable && pausedMillis < SOON_ENDS_MILLIS ? soon() : later();
        double pause = even * (1 - JITTER + 2 * JITTER * chance);
        double wanted = wantedMillis * (1 + JITTER * chance);
        wantedMillis = 0;
        long millis = Math.round(Math.max(pause, wanted));
        pausedMillis += millis;
        return millis;
    }

    private long soon() {
        long even = soonMillis;
        soonMillis = Math.min(2 * even, SOON_LONGEST_MILLIS);
        nextMillis = Math.max(nextMillis, 2 * even);
        return even;
    }

    private long later() {
        long even = nextMillis;
        nextMillis = Math.min(2 * even, LONGEST_MILLIS);
        return even;
    }

    /** No pause the first time since the last reset, then as {@link #next}: what needs no pause needs one if it repeats. */
    long nextAtOnce(boolean resumable) {
        if (wasAtOnce) {
            return next(resumable);
        }
        wasAtOnce = true;
        return 0;
    }

    /** A connection held: what fails next fails for the first time. */
    void reset() {
        nextMillis = FIRST_MILLIS;
        soonMillis = SOON_MILLIS;
        wantedMillis = 0;
        pausedMillis = 0;
        wasAtOnce = false;
    }
}
