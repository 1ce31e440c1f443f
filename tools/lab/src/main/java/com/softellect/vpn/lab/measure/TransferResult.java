package com.softellect.vpn.lab.measure;

import java.time.Duration;

/**
 * What a {@link Transfer} did.
 *
 * @param bytes     that arrived
 * @param time      from the first byte sent to the last one received
 * @param identical whether what arrived is what was sent, by length and checksum
 */
public record TransferResult(long bytes, Duration time, boolean identical) {

    private static final double BITS_PER_BYTE = 8;

    /** Megabits (1,000,000 bits) per second. */
    public double megabitsPerSecond() {
        return bytes * BITS_PER_BYTE * 1000 / time.toNanos();
    }
}
