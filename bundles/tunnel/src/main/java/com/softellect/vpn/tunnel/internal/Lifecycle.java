package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.tunnel.TunnelState;
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
 *   <li>the gateway is asked for a session;
 *   <li>it was granted: the adapter is opened, unless it is still open, and a connection runs over it;
 *   <li>it was refused, or a call of the connection failed: the diagnosis says whether to try again, and when;
 *   <li>the pause is over: the gateway is asked again.
 * </ol>
 *
 * <p>Threads: the supervisor's only; what happens elsewhere is posted to it. That is why nothing here is locked.
 */
final class Lifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    /** A connection that lived this long, in milliseconds, held: pauses begin anew after it. */
    private static final long HELD_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private static final String FILE = "etc/" + TunnelSettings.PID + ".cfg";

    private final Environment environment;
    private final EventLoop events;
    private final Uplink uplink;
    private final AdapterSlot adapters;
    private final Backoff backoff;
    private final StatusBoard board;

    /** The newest; null until they are read. */
    private TunnelSettings settings;
    private ConnectionSettings plan;

    /** Of the adapter that is wanted or open; null if there is none. */
    private TunAdapterProvider provider;
    private long connections;

    /** Ends the pause while WAITING; notes that the connection held while CONNECTED. */
    private Future<?> timer;
    private boolean closed;

    Lifecycle(Environment environment, EventLoop events, Counters counters) {
        LongAdder polls = new LongAdder();
        this.environment = environment;
        this.events = events;
        this.uplink = new Uplink(environment, events, counters, polls);
        this.adapters = new AdapterSlot(counters, (door, problem) -> events.post(() -> adapterLost(door, problem)));
        this.backoff = new Backoff(environment.random());
        this.board = new StatusBoard(environment.clock(), polls, uplink::pollsInFlight);
        events.onUnexpected(this::giveUp);
    }

    StatusBoard board() {
        return board;
    }

    /** New settings. A tunnel that runs begins anew with them, if they differ; the adapter stays if it fits them. */
    void configure(TunnelSettings next) {
        settings = next;
        board.settings(next.gatewayUrl(), next.clientId());
        if (!isRunning()) {
            if (next.autoConnect()) {
                connect();
            }
        } else if (!isPlan(next)) {
            LOG.info("the settings have changed: connecting anew");
            endUplink();
            begin();
        }
    }

    private boolean isRunning() {
        return board.state() != TunnelState.DISCONNECTED && board.state() != TunnelState.FAILED;
    }

    private boolean isPlan(TunnelSettings next) {
        try {
            return ConnectionSettings.of(next).equals(plan);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Begins, unless the tunnel runs. */
    void connect() {
        if (closed || isRunning()) {
            return;
        }
        if (settings == null) {
            giveUp(FILE + " is not read yet; connect again");
        } else {
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
        uplink.open(plan);
        attempt();
    }

    private void attempt() {
        board.connecting();
        provider = environment.providers().find(plan.adapterType());
        if (provider == null) {
            pause(environment.providers().absent(plan.adapterType()), backoff.next());
        } else if (!provider.supported()) {
            giveUp("this machine has no TUN adapters of type " + provider.type() + ": set adapterType in " + FILE + " to auto");
        } else {
            uplink.ask(this::granted, this::failed);
        }
    }

    private void granted(Terms terms) {
        if (provider == null) {
            attempt(); // its bundle went meanwhile
            return;
        }
        try {
            run(adapters.open(provider, terms.adapter()));
        } catch (TunAdapterException e) {
            giveUp("the TUN adapter can't be opened: " + e.getMessage());
        }
    }

    private void run(TunAdapter adapter) {
        adapters.sendOver(uplink.run(adapter, this::failed));
        timer = events.schedule(backoff::reset, HELD_MILLIS);
        board.connection(adapter.settings().name(), adapter.settings().network().toString(), connections++);
        board.connected();
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

    /** A connection needs its adapter; without a connection the adapter is opened again with the next one. */
    private void loseAdapter(String problem) {
        boolean wasConnected = uplink.drop();
        adapters.close();
        if (wasConnected) {
            cancelTimer();
            pause(problem, backoff.next());
        }
    }

    /** A provider has come. If the tunnel waits for one it need not wait any longer. */
    void providerCame() {
        if (board.state() == TunnelState.WAITING && provider == null
                && environment.providers().find(plan.adapterType()) != null) {
            cancelTimer();
            attempt();
        }
    }

    /** A provider goes: its adapter must be closed before its bundle is gone. */
    void providerGoes(TunAdapterProvider gone) {
        if (provider == gone) {
            provider = null;
        }
        if (adapters.isFrom(gone)) {
            loseAdapter("the bundle that offers TUN adapters of type " + gone.type() + " was stopped");
        }
    }

    /** Ends everything; returns when the adapter is closed. */
    void disconnect() {
        endUplink();
        adapters.close();
        if (board.state() != TunnelState.DISCONNECTED) {
            board.disconnected();
        }
    }

    /** Ends everything, for good. */
    void close() {
        closed = true;
        disconnect();
    }

    private void giveUp(String problem) {
        endUplink();
        adapters.close();
        board.failed(problem);
    }

    private void endUplink() {
        cancelTimer();
        uplink.end();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
