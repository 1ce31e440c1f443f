package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.tunnel.TunnelState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the tunnel, as {@link TunnelState} draws it:
 *
 * <ol>
 *   <li>{@link #connect} checks settings and profile and begins;
 *   <li>the gateway is asked for a session: for the one that there was, if its connection broke, else for a new one;
 *   <li>it was granted: the adapter is opened, unless it is still open, and a connection runs over it;
 *   <li>it was refused, or a call of the connection failed: the diagnosis says whether to try again, and when;
 *   <li>the pause is over: the gateway is asked again. A URL that was asked in vain is followed by the next one at once, and after a round of
 *       them there is a pause; a connection that broke is made again at its own URL first, since its session is there.
 * </ol>
 *
 * <p>Threads: the supervisor's only; what happens elsewhere is posted to it. That is why nothing here is locked.
 */
final class Lifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

    /** A connection that lived this long, in milliseconds, held: pauses begin anew after it. */
    private static final long HELD_MILLIS = TimeUnit.SECONDS.toMillis(10);

    /** How long the next version of an adapter's provider is waited for, in milliseconds. */
    private static final long AWAY_MILLIS = 3000;

    private final Environment environment;
    private final ProfileStore profiles;
    private final EventLoop events;
    private final Uplink uplink;
    private final AdapterSlot adapters;
    private final Backoff backoff;
    private final StatusBoard board;

    /** The newest; null until they are read. */
    private TunnelSettings settings;
    private Plan plan;
    private GatewayUrls urls;

    /** Of the adapter that is wanted or open; null if there is none. */
    private TunAdapterProvider provider;
    private long connections;
    private long resumes;

    /** Ends the pause while WAITING; notes that the connection held while CONNECTED. */
    private Future<?> timer;
    private boolean closed;

    /** What an earlier version of the tunnel has left; null if nothing, or it was used. */
    private LeftTunnel left;

    Lifecycle(Environment environment, ProfileStore profiles, EventLoop events, Counters counters) {
        LongAdder polls = new LongAdder();
        this.environment = environment;
        this.profiles = profiles;
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

    /**
     * New settings. A tunnel that runs begins anew with them, if they differ; the adapter stays if it fits them. One that has failed stays so if they
     * do not differ, also if it is to connect by itself: nothing has changed that could help.
     */
    void configure(TunnelSettings next) {
        boolean same = isSame(next);
        settings = next;
        if (left != null) {
            resume();
            return;
        }
        if (isRunning()) {
            if (!same) {
                LOG.info("the settings have changed: connecting anew");
                beginAnew();
            }
            return;
        }
        showTarget();
        if (next.autoConnect() && !(same && board.state() == TunnelState.FAILED)) {
            connect();
        }
    }

    /** Another profile is in the store. A tunnel that runs, or failed, begins anew with it. */
    void profileChanged() {
        if (isRunning() || board.state() == TunnelState.FAILED) {
            LOG.info("there is another profile: connecting anew");
            beginAnew();
        } else {
            board.problem(null);
            showTarget();
        }
    }

    private void showTarget() {
        try {
            show(profiles.load());
        } catch (IOException e) {
            LOG.debug("there is no profile to show", e);
            board.target(null, null);
        }
    }

    private void show(Identity identity) {
        board.target(identity.gateways().get(0), identity.clientId());
    }

    private boolean isRunning() {
        return board.state() != TunnelState.DISCONNECTED && board.state() != TunnelState.FAILED;
    }

    /** Whether these settings say the same as the ones before, apart from what needs no new connection. */
    private boolean isSame(TunnelSettings next) {
        try {
            return settings != null && ConnectionSettings.of(next).equals(ConnectionSettings.of(settings)) && places(next).equals(places(settings));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Where what decides about a connection is kept. */
    private List<Path> places(TunnelSettings some) {
        Places places = Places.of(some, environment.etc(), environment.base());
        return List.of(places.profile(), places.clientKey());
    }

    /** Begins, unless the tunnel runs. */
    void connect() {
        if (closed || isRunning()) {
            return;
        }
        if (settings == null) {
            giveUp(TunnelSettings.FILE + " is not read yet; connect again");
        } else {
            begin();
        }
    }

    private void beginAnew() {
        endUplink();
        begin();
    }

    private void begin() {
        beginWith(() -> { });
    }

    /** @param before runs when it is known what with, before the gateway is asked */
    private void beginWith(Runnable before) {
        connections = 0;
        resumes = 0;
        backoff.reset();
        try {
            plan = new Plan(ConnectionSettings.of(settings), profiles.load());
        } catch (IllegalArgumentException | IOException e) {
            giveUp(e.getMessage());
            return;
        }
        show(plan.identity());
        urls = new GatewayUrls(plan.identity().gateways());
        before.run();
        attempt();
    }

    private void attempt() {
        board.target(urls.current(), plan.identity().clientId());
        board.connecting();
        provider = environment.providers().find(plan.settings().adapterType());
        if (provider == null) {
            pause(environment.providers().absent(plan.settings().adapterType()), nextPause());
        } else if (!provider.supported()) {
            giveUp("this machine has no TUN adapters of type " + provider.type() + ": set adapterType in " + TunnelSettings.FILE + " to auto");
        } else {
            uplink.ask(plan, urls.current(), this::granted, this::notGranted);
        }
    }

    private void granted() {
        if (provider == null) {
            attempt(); // its bundle went meanwhile
            return;
        }
        try {
            run(adapters.open(provider, uplink.terms().adapter(), uplink.queue()));
        } catch (TunAdapterException e) {
            giveUp("the TUN adapter can't be opened: " + e.getMessage());
        }
    }

    private void run(SteadyAdapter adapter) {
        urls.reached();
        if (uplink.isResumed() && connections > 0) {
            resumes++;
        }
        uplink.run(adapter, this::broken);
        timer = events.schedule(backoff::reset, HELD_MILLIS);
        board.connection(adapter.settings().name(), adapter.settings().network().toString(), connections++, resumes);
        board.connected();
    }

    /** The gateway did not answer, or not well: the next URL's turn. */
    private void notGranted(Throwable why) {
        failed(why, () -> urls.next() ? nextPause() : 0);
    }

    /** A call of the connection failed. The adapter stays: applications keep their own connections. */
    private void broken(Throwable why) {
        failed(why, this::nextPause);
    }

    private void failed(Throwable why, LongSupplier pause) {
        cancelTimer();
        LOG.debug("a call to the gateway failed", why);
        Diagnosis diagnosis = Diagnosis.of(why, urls.current());
        switch (diagnosis.verdict()) {
            case NEVER -> giveUp(diagnosis.problem());
            case AT_ONCE -> {
                urls.reached();
                pause(diagnosis.problem(), backoff.nextAtOnce(uplink.hasSession()));
            }
            case LATER -> {
                backoff.atLeast(diagnosis.retryAfterMillis());
                pause(diagnosis.problem(), pause.getAsLong());
            }
            default -> throw new IllegalStateException("unknown verdict " + diagnosis.verdict());
        }
    }

    private long nextPause() {
        return backoff.next(uplink.hasSession());
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
            pause(problem, nextPause());
        }
    }

    /** A provider has come. If the tunnel waits for one it need not wait any longer; if it is the next version of one it brings the adapter. */
    void providerCame() {
        if (adapters.isAway()) {
            comeBack();
        }
        if (board.state() == TunnelState.WAITING && provider == null
                && environment.providers().find(plan.settings().adapterType()) != null) {
            cancelTimer();
            attempt();
        }
    }

    private void comeBack() {
        TunAdapterProvider next = environment.providers().find(plan.settings().adapterType());
        if (next == null) {
            return;
        }
        try {
            adapters.comeBack(next);
            provider = next;
        } catch (TunAdapterException e) {
            loseAdapter("the TUN adapter can't be opened again: " + e.getMessage());
        }
    }

    /** A provider goes: its adapter must be left before its bundle is gone. Its next version is expected, and the connection stays meanwhile. */
    void providerGoes(TunAdapterProvider gone) {
        if (provider == gone) {
            provider = null;
        }
        if (adapters.isFrom(gone)) {
            adapters.leave();
            events.schedule(() -> providerStaysAway(gone.type()), AWAY_MILLIS);
        }
    }

    private void providerStaysAway(String type) {
        if (adapters.isAway()) {
            loseAdapter("the bundle that offers TUN adapters of type " + type + " was stopped");
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

    /** Goes on where an earlier version of the tunnel has ended, once there are settings. */
    void goOn(LeftTunnel earlier) {
        left = earlier;
    }

    /** Connects with the session that was left, if that is still this client's. */
    private void resume() {
        LeftTunnel earlier = left;
        left = null;
        beginWith(() -> {
            if (earlier.terms() != null && earlier.clientId().equals(plan.identity().clientId())) {
                uplink.goOn(earlier.terms(), earlier.waiting(), plan.settings());
                connections = earlier.connections();
                resumes = earlier.resumes();
            }
        });
    }

    /**
     * Ends everything for the next version of the tunnel, which goes on with it: no goodbye is said, and the system's adapter stays.
     *
     * @return null if there is nothing to go on with
     */
    LeftTunnel leave() {
        closed = true;
        if (!isRunning()) {
            disconnect();
            return null;
        }
        cancelTimer();
        uplink.drain();
        adapters.leave();
        return uplink.leave(plan.identity().clientId(), connections, resumes);
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
