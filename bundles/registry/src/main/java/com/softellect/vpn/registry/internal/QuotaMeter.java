package com.softellect.vpn.registry.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what one client uses of its quota, whichever of its sessions carries it. Once the quota is used up nothing more is counted: what is refused costs nothing.
 * Thread-safe, without locks.
 */
final class QuotaMeter {

    private final AtomicLong used = new AtomicLong();

    /** Published by {@link #allow}. */
    private volatile long allowed = Long.MAX_VALUE;

    void allow(long bytes) {
        allowed = bytes;
    }

    void count(long bytes) {
        if (!isUsedUp()) {
            used.addAndGet(bytes);
        }
    }

    boolean isUsedUp() {
        return used.get() >= allowed;
    }

    long used() {
        return used.get();
    }

    /** Something was counted elsewhere, or, if negative, belongs to a period that is over. */
    void correct(long bytes) {
        used.addAndGet(bytes);
    }
}
