package com.softellect.vpn.endpoint.internal;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Writes errors into the log, each under a random reference that says nothing. A few at once and then one every ten seconds: who can cause
 * an error can't fill the log with it. Thread-safe.
 */
final class ErrorLog {

    /** How many may come at once. */
    static final int AT_ONCE = 10;

    /** One more after each of these times. */
    static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int REFERENCE_BYTES = 6;

    private final Logger log;
    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();

    /** Guarded by this: the errors that were not written since the last one that was, and up to when the allowance is used up. */
    private long unwritten;
    private long usedUntil;

    /** @param nanos a clock like {@link System#nanoTime} */
    ErrorLog(Logger log, LongSupplier nanos) {
        this.log = log;
        this.nanos = nanos;
        this.usedUntil = nanos.getAsLong() - AT_ONCE * EACH_NANOS;
    }

    /** @return the reference */
    String write(Throwable error) {
        byte[] bytes = new byte[REFERENCE_BYTES];
        random.nextBytes(bytes);
        String reference = HexFormat.of().formatHex(bytes);
        long skipped = take();
        if (skipped >= 0) {
            log.error("a call failed, reference {} ({} more failed unwritten before)", reference, skipped, error);
        }
        return reference;
    }

    /** @return how many were not written before this one; -1 if this one is not to be written either */
    private synchronized long take() {
        long now = nanos.getAsLong();
        long allowance = Math.min(now - usedUntil, AT_ONCE * EACH_NANOS);
        if (allowance < EACH_NANOS) {
            unwritten++;
            return -1;
        }
        usedUntil = now - allowance + EACH_NANOS;
        long skipped = unwritten;
        unwritten = 0;
        return skipped;
    }
}
