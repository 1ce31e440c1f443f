package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.datapath.PacketQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What there is of the way to the gateway: the client, and over it an attempt or a connection or, between two of them, nothing.
 *
 * <p>Threads: used by the supervisor only, except where a method says otherwise.
 */
final class Uplink {

    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);

    /** How long the end waits for calls in flight, in milliseconds: a few times a parked poll's 250. */
    private static final long END_MILLIS = 1000;

    private final Environment environment;
    private final EventLoop events;
    private final Counters counters;
    private final LongAdder polls;

    private ConnectionSettings plan;
    private GatewayClient client;
    private Attempt attempt;

    /** Written by the supervisor; read by whoever asks for the status. */
    private volatile Connection connection;

    /** @param polls counts the polls that were answered */
    Uplink(Environment environment, EventLoop events, Counters counters, LongAdder polls) {
        this.environment = environment;
        this.events = events;
        this.counters = counters;
        this.polls = polls;
    }

    /** Makes the way; nothing is asked yet. */
    void open(ConnectionSettings settings) {
        plan = settings;
        client = environment.connector().open(settings);
    }

    /** Asks for a session. The answer becomes an event, unless this uplink ends before it. */
    void ask(Consumer<Terms> onGranted, Consumer<Throwable> onFailure) {
        attempt = new Attempt(client, plan, environment.software(), environment.clock(),
                done -> events.post(() -> answered(done, onGranted, onFailure)));
        attempt.start();
    }

    private void answered(Attempt done, Consumer<Terms> onGranted, Consumer<Throwable> onFailure) {
        if (done != attempt) {
            return; // ended meanwhile, and cleaned up there
        }
        if (done.failure() != null) {
            attempt = null;
            onFailure.accept(done.failure());
        } else {
            onGranted.accept(done.terms());
        }
    }

    /**
     * Runs a connection over the session that was granted.
     *
     * @param onFailure its failure becomes an event, unless it is ended before
     * @return the queue of what it sends
     */
    OutboundQueue run(TunAdapter adapter, Consumer<Throwable> onFailure) {
        Terms terms = attempt.terms();
        attempt = null;
        OutboundQueue queue = new OutboundQueue(new PacketQueue(plan.queuePackets(), plan.queueBytes()),
                terms.maxBatchPackets(), terms.maxBatchBytes());
        FromWire wire = new FromWire(adapter, counters, events.scheduler());
        BiConsumer<Connection, Throwable> failed = (failing, why) -> events.post(() -> failed(failing, why, onFailure));
        connection = new Connection(terms, client.gateway(), queue, wire, counters, polls, failed);
        connection.start();
        return queue;
    }

    private void failed(Connection failing, Throwable why, Consumer<Throwable> onFailure) {
        if (failing == connection) {
            connection = null;
            onFailure.accept(why);
        }
    }

    /** The polls that are out. May be called by any thread. */
    int pollsInFlight() {
        Connection current = connection;
        return current == null ? 0 : current.pollsInFlight();
    }

    /** Cuts the connection off without a goodbye; returns whether there was one. */
    boolean drop() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
        return current != null;
    }

    /** Cuts off what runs, says goodbye if there is a session, and closes the way. */
    void end() {
        if (attempt != null && attempt.abandon()) {
            client = null; // the attempt closes it
        }
        Connection current = connection;
        Terms session = current != null ? current.terms() : attempt != null ? attempt.terms() : null;
        attempt = null;
        drop();
        if (client != null && session != null) {
            new Goodbye(client.gateway(), session.sessionId()).sayWithPatience();
        }
        if (current != null) {
            awaitEnd(current);
        }
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private static void awaitEnd(Connection closed) {
        try {
            if (!closed.awaitEnd(END_MILLIS)) {
                LOG.info("calls to the gateway are still in flight; their threads end with them");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
