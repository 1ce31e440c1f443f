package com.softellect.vpn.tunnel.internal;

import java.util.function.DoubleSupplier;

/**
 * The pauses between attempts: from 250 ms, twice as long each time, up to 25 s, each longer or shorter by up to a fifth by chance,
 * so that the clients of a gateway that was away do not come back in step. A gateway that wants to be left alone for longer is, up to the
 * longest pause.
 *
 * <p>Threads: used by the supervisor only.
 */
final class Backoff {

    private static final long FIRST_MILLIS = 250;
    private static final long LONGEST_MILLIS = 25_000;
    private static final double JITTER = 0.2;

    private final DoubleSupplier random;
    private long nextMillis = FIRST_MILLIS;
    private long wantedMillis;
    private boolean wasAtOnce;

    /** @param random evenly from 0 to 1 */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** The next pause is at least that long, or the longest there is. */
    void atLeast(long millis) {
        wantedMillis = Math.max(wantedMillis, Math.min(millis, LONGEST_MILLIS));
    }

    /** The next pause in milliseconds. */
    long next() {
        double chance = random.getAsDouble();
        double pause = nextMillis * (1 - JITTER + 2 * JITTER * chance);
        double wanted = wantedMillis * (1 + JITTER * chance);
        nextMillis = Math.min(2 * nextMillis, LONGEST_MILLIS);
        wantedMillis = 0;
        return Math.round(Math.max(pause, wanted));
    }

    /** No pause the first time since the last reset, then as {@link #next}: what needs no pause needs one if it repeats. */
    long nextAtOnce() {
        if (wasAtOnce) {
            return next();
        }
        wasAtOnce = true;
        return 0;
    }

    /** A connection held: what fails next fails for the first time. */
    void reset() {
        nextMillis = FIRST_MILLIS;
        wantedMillis = 0;
        wasAtOnce = false;
    }
}
