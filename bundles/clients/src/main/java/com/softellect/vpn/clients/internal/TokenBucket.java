package com.softellect.vpn.clients.internal;

import java.time.Duration;

/**
 * Tokens that come at a rate, up to a number. All that is kept is when the bucket will be full. The rate comes with each call, so that a change of
 * settings needs no new bucket. Not thread-safe: its owner guards it.
 *
 * <p>Times are those of a clock that only goes forward, in nanoseconds, like {@link System#nanoTime}.
 */
final class TokenBucket {

    private long fullNanos;

    /** A full one. */
    TokenBucket(long nowNanos) {
        this.fullNanos = nowNanos;
    }

    /** @return false if there is none */
    boolean take(Rate rate, long nowNanos) {
        boolean there = has(rate, nowNanos);
        if (there) {
            fullNanos = nowNanos + missing(nowNanos) + rate.nanosPerToken;
        }
        return there;
    }

    boolean has(Rate rate, long nowNanos) {
        return missing(nowNanos) <= (rate.burst - 1) * rate.nanosPerToken;
    }

    boolean isFull(long nowNanos) {
        return missing(nowNanos) == 0;
    }

    private long missing(long nowNanos) {
        return Math.max(0, fullNanos - nowNanos);
    }

    /**
     * @param burst         the most tokens at a time, at least 1
     * @param nanosPerToken how long one takes to come
     */
    record Rate(int burst, long nanosPerToken) {

        /** Twice as many at once. */
        static Rate perSecond(int tokens) {
            return of(2 * tokens, tokens, Duration.ofSeconds(1));
        }

        /** @param tokens how many come in that time */
        static Rate of(int burst, int tokens, Duration time) {
            return new Rate(burst, time.toNanos() / tokens);
        }
    }
}
