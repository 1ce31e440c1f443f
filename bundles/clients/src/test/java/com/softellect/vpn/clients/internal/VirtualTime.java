package com.softellect.vpn.clients.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** Time that passes when a test says so: a clock that can be set, and nanoseconds that only go forward. Thread-safe. */
final class VirtualTime implements InstantSource, LongSupplier {

    static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L); // about to wrap, as it may

    void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
        nanos.addAndGet(time.toNanos());
    }

    /** Somebody sets the clock; no time passes. */
    void set(Instant changed) {
        now.set(changed);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public long getAsLong() {
        return nanos.get();
    }
}
