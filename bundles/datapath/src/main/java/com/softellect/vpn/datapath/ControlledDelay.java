package com.softellect.vpn.datapath;

/**
 * Controlled delay (RFC 8289) of one flow: tells a standing queue from a burst by the shortest wait of an interval, and then signals congestion
 * ever more often until the wait is below the target again. It judges the oldest packet each time one is to be taken.
 */
final class ControlledDelay {

    /** After this many intervals without a signal the old rate of signals says nothing any more (RFC 8289, 5.5). */
    private static final int MEMORY_INTERVALS = 16;

    /** When the wait will have been above the target for an interval. */
    private long standingAt;
    private boolean above;

    private boolean signalling;
    private int signals;
    private int signalsBefore;
    private long nextSignal;

    /**
     * @param waited   how long the packet has waited, in nanoseconds
     * @param standing whether more waits behind it than comes out at one time anyway
     * @param now      in nanoseconds
     * @return whether this packet is to tell its sender of congestion
     */
    boolean signals(long waited, boolean standing, long now, long target, long interval) {
        boolean tooLong = isTooLong(waited >= target && standing, now, interval);
        if (!signalling) {
            return tooLong && begin(now, interval);
        }
        signalling = tooLong;
        if (!signalling || now - nextSignal < 0) {
            return false;
        }
        signals++;
        nextSignal += pause(interval);
        return true;
    }

    private boolean isTooLong(boolean isAbove, long now, long interval) {
        if (isAbove && !above) {
            standingAt = now + interval;
        }
        above = isAbove;
        return above && now - standingAt >= 0;
    }

    /** A flow that was signalled to a short time ago goes on at nearly the rate that it took then. */
    private boolean begin(long now, long interval) {
        int more = signals - signalsBefore;
        boolean recent = more > 1 && now - nextSignal < MEMORY_INTERVALS * interval;
        signals = recent ? more : 1;
        signalsBefore = signals;
        signalling = true;
        nextSignal = now + pause(interval);
        return true;
    }

    /** With the inverse of the square root of the signals so far, so that a TCP sender's rate falls evenly. */
    private long pause(long interval) {
        return (long) (interval / Math.sqrt(signals));
    }

    /** Nothing of the flow waits any more. */
    void emptied() {
        above = false;
    }

    /** Whether it would behave otherwise than a new one. */
    boolean remembers(long now, long interval) {
        return signals > 0 && now - nextSignal < MEMORY_INTERVALS * interval;
    }
}
