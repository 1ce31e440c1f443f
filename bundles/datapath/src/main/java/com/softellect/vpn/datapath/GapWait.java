package com.softellect.vpn.datapath;

/**
 * How long a missing batch is waited for: as long as those that were missing before took to come, and some more, reckoned as TCP reckons its
 * retransmission timeout (RFC 6298). Those that came too late count as well, so that a wait that was too short grows. Not thread-safe.
 */
final class GapWait {

    /** Before anything is known: a retransmission of the connection that it travels on. */
    private static final int FIRST_MILLIS = 250;

    private static final int LEAST_MILLIS = 50;
    private static final int MOST_MILLIS = 1000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The weights of what is new in the mean and in the deviation, as in RFC 6298. */
    private static final int MEAN_PART = 8;
    private static final int DEVIATION_PART = 4;
    private static final int DEVIATIONS = 4;

    private long mean;
    private long deviation;

    /** In nanoseconds; no single one counts for more than the longest wait. */
    void came(long afterNanos) {
        long sample = Math.max(1, Math.min(afterNanos, MOST_MILLIS * NANOS_PER_MILLI));
        if (mean == 0) {
            mean = sample;
            deviation = sample / 2;
        } else {
            deviation += (Math.abs(sample - mean) - deviation) / DEVIATION_PART;
            mean += (sample - mean) / MEAN_PART;
        }
    }

    long millis() {
        long millis = mean == 0 ? FIRST_MILLIS : (mean + DEVIATIONS * deviation) / NANOS_PER_MILLI;
        return Math.max(LEAST_MILLIS, Math.min(millis, MOST_MILLIS));
    }
}
