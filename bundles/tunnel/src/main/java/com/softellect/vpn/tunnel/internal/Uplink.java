package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.contract.SessionExpiredException;
import com.softellect.vpn.datapath.PacketQueue;
import com.softellect.vpn.datapath.QueueListener;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What there is of the way to the gateway: a client, and over it an attempt or a connection or, between two of them, nothing. And the session,
 * which outlives its connections: it is there until the gateway says that it is not. Every attempt has a client of its own, so that it never
 * goes over TCP connections that broke before.
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

    /** Of the attempt or the connection. Written by the supervisor; read by whoever asks for the status. */
    private volatile GatewayClient client;
    private Attempt attempt;

    /** The last one that nobody waited for; null if the next one knows it. */
    private Attempt abandoned;

    /** Null if there is none, or none that the gateway might still know. */
    private OpenSession session;
    private boolean resumed;

    /** Written by the supervisor; read by whoever asks for the status. */
    private volatile Connection connection;

    /** @param polls counts the polls that were answered */
    Uplink(Environment environment, EventLoop events, Counters counters, LongAdder polls) {
        this.environment = environment;
        this.events = events;
        this.counters = counters;
        this.polls = polls;
    }

    /**
     * Asks for a session: for the one that there was, else for a new one. The answer becomes an event, unless this uplink ends before it.
     *
     * @param to the gateway
     */
    void ask(Plan plan, Destination to, Runnable onGranted, Consumer<Throwable> onFailure) {
        closeClient();
        client = environment.connector().open(to, plan.identity().pins(), plan.settings());
        resumed = session != null;
        Question question = resumed ? new Resumption(session.terms()) : new Authentication(plan, environment.software());
        attempt = new Attempt(client, question, abandoned, done -> events.post(() -> answered(done, plan, onGranted, onFailure)));
        abandoned = null;
        attempt.start();
    }

    private void answered(Attempt done, Plan plan, Runnable onGranted, Consumer<Throwable> onFailure) {
        if (done != attempt) {
            return; // ended meanwhile, and cleaned up there
        }
        attempt = null;
        if (done.failure() != null) {
            failed(done.failure(), onFailure);
            return;
        }
        if (!resumed) {
            session = open(done.terms(), plan.settings());
        }
        onGranted.run();
    }

    private OpenSession open(Terms terms, ConnectionSettings settings) {
        PacketQueue packets = new PacketQueue(settings.queueLimits(), new Losses(counters));
        return new OpenSession(terms, new OutboundQueue(packets, terms.maxBatchPackets(), terms.maxBatchBytes(), terms.sendsSuperPackets()));
    }

    /** Counts what the queue throws away, and what it marks. */
    record Losses(Counters counters) implements QueueListener {

        @Override
        public void dropped(DropReason reason) {
            counters.drop(reason);
        }

        @Override
        public void marked() {
            counters.mark();
        }
    }

    private void failed(Throwable why, Consumer<Throwable> onFailure) {
        closeClient();
        if (why instanceof SessionExpiredException) {
            forgetSession();
        }
        onFailure.accept(why);
    }

    /** Whether there is a session that the gateway may still know. */
    boolean hasSession() {
        return session != null;
    }

    /** What is sent over the session that was granted, by the connection that runs or the next one. */
    OutboundQueue queue() {
        return session.queue();
    }

    /** What the session that was granted needs. */
    Terms terms() {
        return session.terms();
    }

    /** Whether the session that was granted is one that there was before. */
    boolean isResumed() {
        return resumed;
    }

    /**
     * Runs a connection over the session that was granted.
     *
     * @param onFailure its failure becomes an event, unless it is ended before
     */
    void run(SteadyAdapter adapter, Consumer<Throwable> onFailure) {
        FromWire wire = new FromWire(adapter, session.terms().superPackets(), counters, resumed, events.scheduler());
        BiConsumer<Connection, Throwable> failed = (failing, why) -> events.post(() -> connectionFailed(failing, why, onFailure));
        connection = new Connection(session, client.gateway(), wire, counters, polls, failed);
        connection.start();
    }

    private void connectionFailed(Connection failing, Throwable why, Consumer<Throwable> onFailure) {
        if (failing == connection) {
            connection = null;
            failed(why, onFailure);
        }
    }

    /** The polls that are out. May be called by any thread. */
    int pollsInFlight() {
        Connection current = connection;
        return current == null ? 0 : current.pollsInFlight();
    }

    /** What the gateway says over the connection; null: nothing, or there is none. May be called by any thread. */
    String notice() {
        GatewayClient current = client;
        return connection == null || current == null ? null : current.notice();
    }

    /** Cuts the connection off without a goodbye; returns whether there was one. Its session may go on over another one. */
    boolean drop() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            current.close();
            closeClient();
        }
        return current != null;
    }

    /** Cuts off what runs without a goodbye, attempts too. The session may go on. */
    void cutOff() {
        letAttemptGo();
        drop();
        closeClient();
    }

    private void letAttemptGo() {
        if (attempt != null && (resumed ? attempt.leave() : attempt.abandon())) {
            client = null; // the attempt closes it
            abandoned = attempt;
        }
        attempt = null;
    }

    /** Cuts off what runs, says goodbye if the gateway is within reach and has a session, and closes the way. */
    void end() {
        if (attempt != null && attempt.abandon()) {
            client = null; // the attempt closes it
            abandoned = attempt;
        }
        Terms granted = attempt != null && attempt.terms() != null ? attempt.terms() : session != null ? session.terms() : null;
        attempt = null;
        Connection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
        forgetSession();
        if (client != null && granted != null) {
            new Goodbye(client.gateway(), granted.sessionId()).sayWithPatience();
        }
        if (current != null) {
            awaitEnd(current);
        }
        closeClient();
    }

    /** A session that an earlier version of the tunnel has left: it is asked for next. */
    void goOn(Terms terms, Batch waiting, ConnectionSettings settings) {
        session = open(terms, settings);
        session.queue().goOn(waiting);
    }

    /** Ends what runs without a goodbye, and lets calls in flight end first: nothing of what they bring is lost. The session stays. */
    void drain() {
        letAttemptGo();
        Connection current = connection;
        connection = null;
        if (current != null) {
            try {
                current.drain(END_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        closeClient();
    }

    /** The session for another version of the tunnel, if there is one. This one has none any more. */
    LeftTunnel leave(String clientId, long connections, long resumes, Map<String, List<InetAddress>> hosts) {
        OpenSession left = session;
        session = null;
        return left == null ? new LeftTunnel(clientId, null, null, connections, resumes, hosts)
                : new LeftTunnel(clientId, left.terms(), left.queue().leave(), connections, resumes, hosts);
    }

    private void forgetSession() {
        if (session != null) {
            counters.drop(DropReason.SESSION_ENDED, session.queue().close());
            session = null;
        }
    }

    private void closeClient() {
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
