package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.datapath.PacketQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the tunnel, as {@link TunnelState} draws it:
 *
 * <ol>
 *   <li>{@link #connect} checks the settings and begins;
 *   <li>an attempt asks the gateway for a session;
 *   <li>it was granted: the adapter is opened, unless it is still open, and a connection runs over it;
 *   <li>it was refused, or a call of the connection failed: the diagnosis says whether to try again, and when;
 *   <li>the pause is over: the next attempt.
 * </ol>
 *
 * <p>Threads: the supervisor's only; what happens elsewhere is posted to it. That is why nothing here is locked.
 */
final class Lifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    /** A connection that lived this long, in seconds, held: pauses begin anew after it. */
    private static final long HELD_SECONDS = 10;

    /** How long a disconnect waits for calls in flight, in milliseconds: a few times a parked poll's 250. */
    private static final long END_MILLIS = 1000;

    private final Environment environment;
    private final EventLoop events;
    private final Counters counters;
    private final AdapterSlot adapters;
    private final Backoff backoff;
    private final StatusBoard board;
    private final LongAdder polls = new LongAdder();

    private TunnelSettings settings;
    private ConnectionSettings plan;
    private GatewayClient client;
    private Attempt attempt;
    private TunAdapterProvider provider;
    private long connections;
    private boolean closed;

    /** Ends the pause while WAITING; notes that the connection held while CONNECTED. */
    private Future<?> timer;

    /** Written by the supervisor; read by whoever asks for the status. */
    private volatile Connection connection;

    Lifecycle(Environment environment, EventLoop events, Counters counters) {
        this.environment = environment;
        this.events = events;
        this.counters = counters;
        this.backoff = new Backoff(environment.random());
        this.adapters = new AdapterSlot(counters, (door, problem) -> events.post(() -> adapterLost(door, problem)));
        this.board = new StatusBoard(environment.clock(), polls, this::pollsInFlight);
        events.onUnexpected(this::giveUp);
    }

    private int pollsInFlight() {
        Connection current = connection;
        return current == null ? 0 : current.pollsInFlight();
    }

    StatusBoard board() {
        return board;
    }

    /** New settings. A tunnel that runs begins anew with them, if they differ; the adapter stays if it fits them. */
    void configure(TunnelSettings next) {
        settings = next;
        board.settings(next.gatewayUrl(), next.clientId());
        if (isRunning()) {
            if (!isPlan(next)) {
                LOG.info("the settings have changed: connecting anew");
                endConnection();
                begin();
            }
        } else if (next.autoConnect()) {
            connect();
        }
    }

    private boolean isPlan(TunnelSettings next) {
        try {
            return ConnectionSettings.of(next).equals(plan);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Ends everything, for good. */
    void close() {
        closed = true;
        disconnect();
    }

    private boolean isRunning() {
        return board.state() != TunnelState.DISCONNECTED && board.state() != TunnelState.FAILED;
    }

    /** Begins, unless the tunnel runs. */
    void connect() {
        if (settings == null) {
            giveUp("etc/" + TunnelSettings.PID + ".cfg is not read yet; connect again");
        } else if (!isRunning() && !closed) {
            begin();
        }
    }

    private void begin() {
        connections = 0;
        backoff.reset();
        try {
            plan = ConnectionSettings.of(settings);
        } catch (IllegalArgumentException e) {
            giveUp(e.getMessage());
            return;
        }
        client = environment.connector().open(plan);
        attempt();
    }

    private void attempt() {
        board.connecting();
        provider = environment.providers().find(plan.adapterType());
        if (provider == null) {
            pause(environment.providers().absent(plan.adapterType()), backoff.next());
        } else if (!provider.supported()) {
            giveUp("this machine has no TUN adapters of type " + provider.type() + ": set adapterType in etc/"
                    + TunnelSettings.PID + ".cfg to auto");
        } else {
            attempt = new Attempt(client, plan, environment.software(), environment.clock(),
                    done -> events.post(() -> answered(done)));
            attempt.start();
        }
    }

    private void answered(Attempt done) {
        if (done != attempt) {
            return; // given up meanwhile, and cleaned up there
        }
        attempt = null;
        if (done.failure() != null) {
            failed(done.failure());
        } else {
            granted(done.terms());
        }
    }

    private void granted(Terms terms) {
        try {
            run(terms, adapters.open(provider, terms.adapter()));
        } catch (TunAdapterException e) {
            new Goodbye(client.gateway(), terms.sessionId()).sayWithPatience();
            giveUp("the TUN adapter can't be opened: " + e.getMessage());
        }
    }

    private void run(Terms terms, TunAdapter adapter) {
        OutboundQueue queue = new OutboundQueue(new PacketQueue(plan.queuePackets(), plan.queueBytes()),
                terms.maxBatchPackets(), terms.maxBatchBytes());
        FromWire wire = new FromWire(adapter, counters, events.scheduler());
        connection = new Connection(terms, client.gateway(), queue, wire, counters, polls,
                (failing, why) -> events.post(() -> connectionFailed(failing, why)));
        adapters.sendOver(queue);
        connection.start();
        timer = events.schedule(backoff::reset, TimeUnit.SECONDS.toMillis(HELD_SECONDS));
        board.connection(adapter.settings().name(), adapter.settings().network().toString(), connections++);
        board.connected();
    }

    private void connectionFailed(Connection failing, Throwable why) {
        if (failing == connection) {
            connection = null;
            failed(why);
        }
    }

    /** The gateway did not answer, or not well. The adapter stays: applications keep their own connections. */
    private void failed(Throwable why) {
        cancelTimer();
        LOG.debug("a call to the gateway failed", why);
        Diagnosis diagnosis = Diagnosis.of(why, plan.gatewayUrl());
        switch (diagnosis.verdict()) {
            case NEVER -> giveUp(diagnosis.problem());
            case AT_ONCE -> pause(diagnosis.problem(), backoff.nextAtOnce());
            case LATER -> pause(diagnosis.problem(), backoff.next());
            default -> throw new IllegalStateException("unknown verdict " + diagnosis.verdict());
        }
    }

    private void pause(String problem, long millis) {
        board.waiting(problem, environment.clock().instant().plusMillis(millis));
        timer = events.schedule(this::attempt, millis);
    }

    private void adapterLost(FromAdapter door, String problem) {
        if (adapters.isOpen(door)) {
            loseAdapter(problem);
        }
    }

    /** A provider has come. If the tunnel waits for one it need not wait any longer. */
    void providerCame() {
        if (board.state() == TunnelState.WAITING && provider == null && environment.providers().find(plan.adapterType()) != null) {
            cancelTimer();
            attempt();
        }
    }

    /** A provider goes: its adapter must be closed before its bundle is gone. */
    void providerGoes(TunAdapterProvider gone) {
        if (adapters.isFrom(gone)) {
            loseAdapter("the bundle that offers TUN adapters of type " + gone.type() + " was stopped");
        }
        if (provider == gone) {
            provider = null;
        }
    }

    /** A connection needs its adapter; without one (any more) the adapter is opened again with the next connection. */
    private void loseAdapter(String problem) {
        Connection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
        adapters.close();
        if (current != null) {
            cancelTimer();
            pause(problem, backoff.next());
        }
    }

    /** Ends everything; returns when the adapter is closed. */
    void disconnect() {
        endConnection();
        adapters.close();
        if (board.state() != TunnelState.DISCONNECTED) {
            board.disconnected();
        }
    }

    private void giveUp(String problem) {
        endConnection();
        adapters.close();
        board.failed(problem);
    }

    /** Cuts off what runs, says goodbye if there is a session, and closes the way to the gateway. The adapter stays. */
    private void endConnection() {
        cancelTimer();
        if (attempt != null && attempt.abandon()) {
            client = null; // the attempt closes it
        }
        Terms session = attempt == null ? null : attempt.terms();
        attempt = null;
        Connection current = connection;
        connection = null;
        if (current != null) {
            current.close();
            session = current.terms();
        }
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

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
