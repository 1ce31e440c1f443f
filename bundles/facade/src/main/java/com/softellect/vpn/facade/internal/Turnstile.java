package com.softellect.vpn.facade.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets calls in while the endpoint is there, and keeps those that come while it is away: for some time after it went, then they are
 * turned away. Before the first endpoint it is only starting: calls for whatever CXF serves are held, somewhat longer.
 *
 * <p>Thread-safe: any number of threads come and go, one at a time opens and closes.
 */
final class Turnstile {

    /** How long closing waits for calls that are inside. They are soon done, but for one whose caller is slow with a large message. */
    private static final long CLOSE_MILLIS = 1000;

    /** CXF's context, where the endpoint will be. */
    private static final String CONTEXT = "/cxf/";

    private static final Logger LOG = LoggerFactory.getLogger(Turnstile.class);

    private final long heldMillis;
    private final LongSupplier nanos;
    private final AtomicInteger inside = new AtomicInteger();

    /** Published under the lock. */
    private volatile boolean open;
    private volatile String path = CONTEXT;

    /** Guarded by this. */
    private final List<HeldCall> held = new ArrayList<>();
    private long closedNanos;
    private long holdsMillis;

    /**
     * @param startMillis how long calls are held before the first endpoint
     * @param heldMillis  how long after an endpoint went
     */
    Turnstile(long startMillis, long heldMillis, LongSupplier nanos) {
        this.heldMillis = heldMillis;
        this.nanos = nanos;
        this.closedNanos = nanos.getAsLong();
        this.holdsMillis = startMillis;
    }

    boolean isFor(String target) {
        return target.startsWith(path);
    }

    /** @return whether the caller is inside now, and must {@link #exit} */
    boolean enter() {
        inside.incrementAndGet();
        if (open) {
            return true;
        }
        exit();
        return false;
    }

    void exit() {
        if (inside.decrementAndGet() == 0 && !open) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    void hold(HeldCall call) {
        synchronized (this) {
            if (!open) {
                held.add(call);
                call.await(holdsMillis - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - closedNanos));
                return;
            }
        }
        call.goOn(); // it is back between the two looks
    }

    /** Calls for that path come in, those that were held first. */
    void open(String served) {
        List<HeldCall> waiting;
        synchronized (this) {
            path = served;
            open = true;
            holdsMillis = heldMillis;
            waiting = List.copyOf(held);
            held.clear();
        }
        waiting.forEach(HeldCall::goOn);
        if (!waiting.isEmpty()) {
            LOG.info("the endpoint is there after {} ms, {} calls go on", TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - closedNanos), waiting.size());
        }
    }

    /** From now on calls are held; returns when those that came in are done. */
    synchronized void close() {
        open = false;
        closedNanos = nanos.getAsLong();
        long left = TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        try {
            while (inside.get() > 0 && left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
                left = TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS) - (nanos.getAsLong() - closedNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (inside.get() > 0) {
            LOG.info("{} calls are still inside the endpoint that goes", inside.get());
        }
    }
}
