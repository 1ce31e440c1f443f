package com.softellect.vpn.datapath;

import java.util.concurrent.TimeUnit;

/**
 * A limit of bytes a second: a token bucket that may be overdrawn. What goes while there is credit goes whole, whatever its size, and what it exceeds the credit by is
 * waited for afterwards; so a super-packet needs no bucket of its size, and the long-run rate is kept all the same.
 *
 * <p>Credit grows up to what {@value #BURST_MILLIS} ms are worth, at least {@value #LEAST_BURST} bytes. So that a slow pace does not make a call of each packet, nothing
 * goes before there is credit for all that waits, or for what {@value #STEP_MILLIS} ms are worth.
 *
 * <p>Not thread-safe: the owner guards it. Times are those of {@link System#nanoTime}.
 */
public final class Pace {

    private static final int LEAST_BURST = 64 << 10;
    private static final int BURST_MILLIS = 50;
    private static final int STEP_MILLIS = 5;

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(STEP_MILLIS);

    private long bitsPerSecond;
    private double nanosPerByte;
    private long burstNanos;

    /** When the credit was, or will be, 0. */
    private long zeroAt;

    /**
     * From now on it is this. What is owed is forgotten.
     *
     * @param limit in bits a second; 0: none
     */
    public void set(long limit, long now) {
        if (limit != bitsPerSecond) {
            bitsPerSecond = limit;
            nanosPerByte = limit == 0 ? 0 : NANOS_PER_SECOND * Byte.SIZE / limit;
            burstNanos = Math.max(TimeUnit.MILLISECONDS.toNanos(BURST_MILLIS), (long) (LEAST_BURST * nanosPerByte));
            zeroAt = now;
        }
    }

    public boolean isUnlimited() {
        return bitsPerSecond == 0;
    }

    /**
     * How long to wait before anything may go, in nanoseconds; 0: it may go now.
     *
     * @param waiting the bytes that wait
     */
    public long wait(long waiting, long now) {
        if (bitsPerSecond == 0) {
            return 0;
        }
        long worth = Math.min((long) (waiting * nanosPerByte), STEP_NANOS);
        return Math.max(0, zeroAt + worth - now);
    }

    /** How many bytes may go now, at least 1: to be asked when there is nothing to wait for. */
    public long credit(long now) {
        if (bitsPerSecond == 0) {
            return Long.MAX_VALUE;
        }
        return Math.max(1, (long) ((now - begin(now)) / nanosPerByte));
    }

    /** So many bytes went now. */
    public void spend(long bytes, long now) {
        if (bitsPerSecond != 0) {
            zeroAt = begin(now) + (long) (bytes * nanosPerByte);
        }
    }

    /** Credit does not grow beyond the burst. */
    private long begin(long now) {
        return now - zeroAt > burstNanos ? now - burstNanos : zeroAt;
    }
}
