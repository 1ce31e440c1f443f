package com.softellect.vpn.datapath;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to something that may be replaced while it is used: it never goes under a thread that is inside, and who comes while it is away waits for
 * its successor, briefly. Once it is closed, or away for too long, nobody waits.
 *
 * <p>Threads: any number enter and exit; {@link #open}, {@link #away} and {@link #close} are called one after the other. Who is inside must not call
 * these, nor enter once more.
 *
 * @param <T> what the way leads to
 */
public final class Passage<T> {

    /** How long those who come wait for a successor altogether, in milliseconds. */
    private static final long AWAY_MILLIS = 2000;

    private final AtomicInteger inside = new AtomicInteger();

    /** Published by {@link #open}, {@link #away} and {@link #close}; null while there is nothing to get to. */
    private volatile T there;

    /** Guarded by this: until when those who come wait; in the past: they do not. */
    private long waitUntilNanos = System.nanoTime();

    /**
     * The thing, which stays until {@link #exit}. Waits for it while it is away.
     *
     * @return null if there is none; then there must be no {@code exit}
     */
    public T enter() {
        T now;
        do {
            inside.incrementAndGet();
            now = there;
            if (now == null) {
                exit();
            }
        } while (now == null && awaitOpen());
        return now;
    }

    public void exit() {
        if (inside.decrementAndGet() == 0 && there == null) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    private synchronized boolean awaitOpen() {
        try {
            long left = waitUntilNanos - System.nanoTime();
            while (there == null && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = waitUntilNanos - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return there != null;
    }

    public synchronized void open(T now) {
        there = now;
        notifyAll();
    }

    /** Its successor is expected. When this returns nobody is inside. */
    public void away() {
        end(AWAY_MILLIS);
    }

    /** No successor is expected. When this returns nobody is inside. */
    public void close() {
        end(0);
    }

    private synchronized void end(long millis) {
        waitUntilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        there = null;
        notifyAll();
        boolean interrupted = false;
        while (inside.get() > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // what is behind must not be closed under a thread that is inside
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
