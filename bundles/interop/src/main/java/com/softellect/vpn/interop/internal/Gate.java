package com.softellect.vpn.interop.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the threads that are inside something native, so that it is not freed under them: once {@link #beginClose} was
 * called nobody enters any more, and {@link #awaitEmpty} returns when the last one has left.
 *
 * <p>Threads: all methods may be called by any thread; entering and leaving never blocks and never allocates. What a thread
 * wrote before it left is visible to the one that returns from {@link #awaitEmpty}.
 */
final class Gate {

    /** The sign bit: set for good by {@link #beginClose}; the other bits count the threads inside. */
    private static final int CLOSING = Integer.MIN_VALUE;

    private final AtomicInteger state = new AtomicInteger();
    private final CountDownLatch empty = new CountDownLatch(1);

    /** @return whether the caller is inside now, and must {@link #exit} */
    boolean enter() {
        if (state.get() < 0) {
            return false;
        }
        if (state.incrementAndGet() >= 0) {
            return true;
        }
        exit(); // closed between the two looks
        return false;
    }

    void exit() {
        if (state.decrementAndGet() == CLOSING) {
            empty.countDown();
        }
    }

    boolean isClosing() {
        return state.get() < 0;
    }

    /** @return whether this call was the first one */
    boolean beginClose() {
        int before = state.getAndUpdate(now -> now | CLOSING);
        if (before == 0) {
            empty.countDown();
        }
        return before >= 0;
    }

    /**
     * Waits until nobody is inside; only after {@link #beginClose}. An interrupt does not end it, because what is closed next
     * must not be closed under a thread; the caller's interrupt status is kept.
     */
    void awaitEmpty() {
        boolean interrupted = false;
        while (true) {
            try {
                empty.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
