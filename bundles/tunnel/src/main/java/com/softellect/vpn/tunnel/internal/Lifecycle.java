package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import com.softellect.vpn.api.surroundings.TunnelLink;
import com.softellect.vpn.api.tunnel.TunnelState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
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
 *   <li>the system around the tunnel is made to let the gateway be reached, see {@link SurroundingsSlot}; that may need the addresses of its host first;
 *   <li>the gateway is asked for a session: for the one that there was, if its connection broke, else for a new one;
 *   <li>it was granted: the adapter is opened, unless it is still open, a connection runs over it, and the system is led into it;
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
    private final SurroundingsSlot surroundings;
    private final HostAddresses hosts;
    private final HostSearch search;
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

    /** Whether the tunnel has failed because somebody else answered in the gateway's place: on another network that may be otherwise. */
    private boolean wrongPlace;

    /** Since when the connection is there. */
    private Instant connectedAt = Instant.MIN;

    /** Whether the connection that was lost last stood still before it had held: its way may lose large packets. */
    private boolean stoodStill;

    /** Counts the attempts that were in vain: of a host's several addresses each has its turn. */
    private int turn;
    private boolean closed;

    /** What an earlier version of the tunnel has left; null if nothing, or it was used. */
    private LeftTunnel left;

    Lifecycle(Environment environment, ProfileStore profiles, SurroundingsSlot surroundings, EventLoop events, Counters counters) {
        LongAdder polls = new LongAdder();
        this.environment = environment;
        this.surroundings = surroundings;
        this.hosts = new HostAddresses(environment.resolver());
        this.search = new HostSearch(hosts, surroundings, events);
        this.profiles = profiles;
        this.events = events;
        this.uplink = new Uplink(environment, events, counters, polls);
        this.adapters = new AdapterSlot(counters, (door, problem) -> events.post(() -> adapterLost(door, problem)));
        this.backoff = new Backoff(environment.random());
        this.board = new StatusBoard(environment.clock(), polls, uplink::pollsInFlight, uplink::notice);
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
            hosts.forget();
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
        wrongPlace = false;
        turn = 0;
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
        } else if (surroundings.isThere()) {
            approach();
        } else {
            uplink.ask(plan, new Destination(urls.current(), null), this::granted, this::notGranted);
        }
    }

    /** Has the system let the gateway be reached. Not even its host's name may be asked for by a call: the system might ask through the tunnel. */
    private void approach() {
        List<InetAddress> known = hosts.known(outerHost());
        if (known.isEmpty()) {
            search();
            return;
        }
        try {
            openWay(known);
            uplink.ask(plan, new Destination(urls.current(), known.get(turn % known.size())), this::granted, this::notGranted);
        } catch (SurroundingsException e) {
            giveUp(e.getMessage());
        }
    }

    private void openWay(List<InetAddress> addresses) throws SurroundingsException {
        surroundings.approach(new Approach(outerHost(), addresses, plan.outerPort(urls.current()), plan.settings().adapterName()));
    }

    /** Where connections go now. */
    private String outerHost() {
        return plan.outerHost(urls.current());
    }

    /**
     * Asks for the addresses of all hosts at once: when the first of them is approached a kill switch may turn further questions away. The system asks whom it
     * asks without a tunnel.
     */
    private void search() {
        surroundings.leave();
        search.begin(plan.outerHosts(), () -> {
            if (hosts.known(outerHost()).isEmpty()) {
                notGranted(new UnknownHostException(outerHost()));
            } else {
                approach();
            }
        });
    }

    private void granted() {
        if (stoodStill) {
            stoodStill = false;
            if (surroundings.narrow()) {
                uplink.cutOff(); // what was connected before still sends large packets
                attempt();
                return;
            }
        }
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
        if (!enter(adapter.settings())) {
            return;
        }
        connectedAt = environment.clock().instant();
        timer = events.schedule(backoff::reset, HELD_MILLIS);
        board.connection(adapter.settings().name(), adapter.settings().network().toString(), connections++, resumes);
        board.connected();
    }

    private boolean enter(TunAdapterSettings adapter) {
        try {
            surroundings.enter(new TunnelLink(adapter.name(), adapter.network(), uplink.terms().pushed()));
            return true;
        } catch (SurroundingsException e) {
            giveUp(e.getMessage());
            return false;
        }
    }

    /** The gateway did not answer, or not well: the next URL's turn. */
    private void notGranted(Throwable why) {
        stoodStill = false;
        if (Diagnosis.stoodStill(why) && surroundings.narrow()) {
            attempt();
            return;
        }
        turn++;
        failed(why, () -> urls.next() ? pauseAfterRound() : 0);
    }

    /** None of the URLs was reached. Their hosts may have other addresses meanwhile. */
    private long pauseAfterRound() {
        if (surroundings.isThere()) {
            search.ask(plan.outerHosts(), () -> { });
        }
        return nextPause();
    }

    /** A call of the connection failed. The adapter stays: applications keep their own connections. */
    private void broken(Throwable why) {
        stoodStill = Diagnosis.stoodStill(why) && environment.clock().instant()
                .isBefore(connectedAt.plusMillis(HELD_MILLIS + plan.settings().callTimeoutMillis()));
        failed(why, this::nextPause);
    }

    private void failed(Throwable why, LongSupplier pause) {
        cancelTimer();
        LOG.debug("a call to the gateway failed", why);
        Diagnosis diagnosis = Diagnosis.of(why, urls.current());
        switch (diagnosis.verdict()) {
            case NEVER -> {
                giveUp(diagnosis.problem());
                wrongPlace = Diagnosis.isOfSomebodyElse(why);
            }
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
        surroundings.leave();
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

    /** The surroundings have come, or their next version: a tunnel that is up is told to them. */
    void surroundingsCame() {
        if (board.state() != TunnelState.CONNECTED) {
            return;
        }
        if (hosts.known(outerHost()).isEmpty()) {
            search.ask(plan.outerHosts(), this::surround);
        } else {
            surround();
        }
    }

    private void surround() {
        List<InetAddress> known = hosts.known(outerHost());
        if (board.state() != TunnelState.CONNECTED || known.isEmpty()) {
            return;
        }
        try {
            openWay(known);
            enter(adapters.settings());
        } catch (SurroundingsException e) {
            giveUp(e.getMessage());
        }
    }

    /** The real network has changed. A connection over another one is lost, even if nobody has noticed yet; where one was waited for there is one. */
    void wayChanged(boolean other) {
        if (board.state() == TunnelState.FAILED && wrongPlace) {
            LOG.info("the network has changed: perhaps the gateway itself answers now");
            connect();
            return;
        }
        boolean lost = other && (board.state() == TunnelState.CONNECTED || board.state() == TunnelState.CONNECTING);
        if (lost || board.state() == TunnelState.WAITING) {
            LOG.info("the network has changed: connecting {}", lost ? "anew" : "now");
            cancelTimer();
            uplink.cutOff();
            backoff.reset();
            attempt();
        }
    }

    /** Ends everything, as somebody wants to be without the tunnel; returns when all is as it was before. */
    void disconnect() {
        end();
        surroundings.release();
    }

    /** Ends everything; returns when the adapter is closed. */
    private void end() {
        endUplink();
        surroundings.leave();
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
            earlier.hosts().forEach(hosts::keep);
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
            end();
            return null;
        }
        cancelTimer();
        uplink.drain();
        adapters.leave();
        return uplink.leave(plan.identity().clientId(), connections, resumes, hosts.known());
    }

    /** Ends everything, for good. A kill switch stays closed. */
    void close() {
        closed = true;
        end();
    }

    private void giveUp(String problem) {
        endUplink();
        surroundings.leave();
        adapters.close();
        board.failed(problem);
    }

    private void endUplink() {
        cancelTimer();
        uplink.end();
    }

    private void cancelTimer() {
        search.giveUp();
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
