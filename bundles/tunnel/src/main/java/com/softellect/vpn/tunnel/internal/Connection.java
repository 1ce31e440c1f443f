package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.contract.VpnGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session's data path over one way to the gateway: its senders, its pollers and its order. Lives once: the first call that fails ends all
 * of it, and the supervisor makes a new one, over the same session if that is still there.
 *
 * <p>Closing cuts it off at once: nothing is sent any more, and what calls in flight still bring is dropped and counted. What waits in the
 * session's queue stays there. Closing does not wait for those calls, since a call into a dead network ends by its timeout only; their
 * threads end when they do.
 *
 * <p>Threads: all methods may be called by any thread, {@link #start} once.
 */
final class Connection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final OutboundQueue queue;
    private final FromWire wire;
    private final PollGate gate;
    private final SendGate sendGate;
    private final BiConsumer<Connection, Throwable> onFailure;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Published by {@link #drain}: no new calls are made. */
    private volatile boolean draining;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * @param answers   counts the polls that were answered
     * @param onFailure told once, by the thread whose call failed, after the connection was closed for it
     */
    Connection(OpenSession session, VpnGateway gateway, FromWire wire, Counters counters, LongAdder answers,
            BiConsumer<Connection, Throwable> onFailure) {
        Terms terms = session.terms();
        this.queue = session.queue();
        this.wire = wire;
        this.gate = new PollGate(terms.polls());
        this.sendGate = new SendGate(terms.sends());
        this.onFailure = onFailure;
        for (int i = 1; i <= Math.max(terms.polls(), terms.sends()); i++) { // the first of each carry packets while the others are started
            if (i <= terms.polls()) {
                threads.add(thread("vpn-tunnel-poll-" + i, new Poller(gateway, terms.sessionId(), gate, wire, answers)));
            }
            if (i <= terms.sends()) {
                threads.add(thread("vpn-tunnel-send-" + i, new Sender(gateway, terms.sessionId(), queue, this::isOver, sendGate, counters)));
            }
        }
    }

    private boolean isOver() {
        return draining || ended.get();
    }

    private Thread thread(String name, Callable<Void> loop) {
        Thread thread = new Thread(() -> run(name, loop), name);
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        threads.forEach(Thread::start);
    }

    private void run(String name, Callable<Void> loop) {
        LOG.info("{}: started", name);
        try {
            loop.call();
        } catch (Throwable e) { // also an Error: if its loop ended in silence the tunnel would stall
            fail(e);
        }
        LOG.info("{}: ended", name);
    }

    private void fail(Throwable why) {
        if (end()) {
            onFailure.accept(this, why);
        } else {
            LOG.debug("a call of a connection that was closed before failed", why);
        }
    }

    /** Makes no new calls, lets those in flight end and deliver what they bring, and closes. Does not wait longer than that. */
    void drain(long millis) throws InterruptedException {
        draining = true;
        gate.close();
        sendGate.close();
        queue.wake();
        try {
            awaitEnd(millis);
        } finally {
            close();
        }
    }

    /** Cuts the connection off. Closing twice is harmless. */
    @Override
    public void close() {
        end();
    }

    /** @return whether this call ended it */
    private boolean end() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        gate.close();
        sendGate.close();
        wire.close();
        queue.wake();
        return true;
    }

    /** Waits until the threads of a closed connection have ended; returns false if some have not in time. */
    boolean awaitEnd(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Thread thread : threads) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            thread.join(Math.max(1, left));
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** The polls that are out; of a closed connection those that are not answered yet. */
    int pollsInFlight() {
        return gate.out();
    }
}
