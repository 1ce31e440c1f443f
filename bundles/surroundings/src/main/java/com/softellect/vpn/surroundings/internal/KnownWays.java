package com.softellect.vpn.surroundings.internal;

import java.util.List;

/**
 * How the gateway was reached when somebody last looked, one way for each of its addresses.
 *
 * <p>Threads: guarded by its owner.
 */
final class KnownWays {

    /** When somebody last looked, and when it was last reached at all; null if nobody has looked. */
    private List<Way> last;
    private List<Way> lastReached;

    void forget() {
        last = null;
        lastReached = null;
    }

    boolean isKnown() {
        return last != null;
    }

    /**
     * Somebody has looked.
     *
     * @return the ways before, if they were others; else null
     */
    List<Way> note(List<Way> now) {
        List<Way> before = last;
        last = now;
        if (before != null && !now.equals(before)) {
            return before;
        }
        if (isReached(now)) {
            lastReached = now;
        }
        return null;
    }

    /**
     * After others were noted.
     *
     * @return whether the gateway is reached another way than it last was; null if it is not reached
     */
    Boolean isOther() {
        if (!isReached(last)) {
            return null;
        }
        boolean other = lastReached != null && !last.equals(lastReached);
        lastReached = last;
        return other;
    }

    private static boolean isReached(List<Way> ways) {
        return ways.stream().anyMatch(way -> !way.isNone());
    }
}
