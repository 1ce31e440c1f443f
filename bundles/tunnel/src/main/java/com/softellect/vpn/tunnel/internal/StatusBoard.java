package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the tunnel shows of itself, and who waits for it to connect.
 *
 * <p>Threads: {@link #status} may be called by any thread, all else by the supervisor only.
 */
final class StatusBoard {

    private static final Logger LOG = LoggerFactory.getLogger(StatusBoard.class);

    private final InstantSource clock;
    private final LongAdder polls;
    private final IntSupplier pollsInFlight;
    private final Supplier<String> notice;
    private final List<CompletableFuture<TunnelStatus>> waiting = new ArrayList<>();

    /** Without its figures of polls and its notice. Published by the supervisor as a whole at every change. */
    private volatile TunnelStatus shown;

    StatusBoard(InstantSource clock, LongAdder polls, IntSupplier pollsInFlight, Supplier<String> notice) {
        this.clock = clock;
        this.polls = polls;
        this.pollsInFlight = pollsInFlight;
        this.notice = notice;
        this.shown = new TunnelStatus(TunnelState.DISCONNECTED, null, null, null, null, clock.instant(), null, null, null, 0, 0, 0, 0);
    }

    TunnelStatus status() {
        TunnelStatus now = shown;
        return new TunnelStatus(now.state(), now.gateway(), now.clientId(), now.adapterName(), now.address(), now.since(),
                now.problem(), notice.get(), now.nextAttempt(), now.reconnects(), now.resumes(), polls.sum(), pollsInFlight.getAsInt());
    }

    TunnelState state() {
        return shown.state();
    }

    /** Says whose gateway is asked next, and as whom; both null without a profile. */
    void target(String gateway, String clientId) {
        TunnelStatus now = shown;
        shown = new TunnelStatus(now.state(), gateway, clientId, now.adapterName(), now.address(), now.since(), now.problem(),
                null, now.nextAttempt(), now.reconnects(), now.resumes(), 0, 0);
    }

    /** Something that does not change the tunnel's state went wrong, or null: it did not after all. */
    void problem(String problem) {
        TunnelStatus now = shown;
        shown = new TunnelStatus(now.state(), now.gateway(), now.clientId(), now.adapterName(), now.address(), now.since(), problem,
                null, now.nextAttempt(), now.reconnects(), now.resumes(), 0, 0);
    }

    /** Says how the tunnel is connected, and how often again since {@code connect}. Then comes {@link #connected}. */
    void connection(String adapterName, String address, long reconnects, long resumes) {
        TunnelStatus now = shown;
        shown = new TunnelStatus(now.state(), now.gateway(), now.clientId(), adapterName, address, now.since(), now.problem(),
                null, now.nextAttempt(), reconnects, resumes, 0, 0);
    }

    /** A new attempt has begun; what was wrong before it stays on show until the gateway has answered. */
    void connecting() {
        enter(TunnelState.CONNECTING, shown.problem(), null);
    }

    void connected() {
        enter(TunnelState.CONNECTED, null, null);
    }

    void waiting(String problem, Instant nextAttempt) {
        enter(TunnelState.WAITING, problem, nextAttempt);
    }

    void failed(String problem) {
        enter(TunnelState.FAILED, problem, null);
    }

    void disconnected() {
        enter(TunnelState.DISCONNECTED, null, null);
    }

    private void enter(TunnelState state, String problem, Instant nextAttempt) {
        TunnelStatus before = shown;
        shown = new TunnelStatus(state, before.gateway(), before.clientId(), before.adapterName(), before.address(),
                clock.instant(), problem, null, nextAttempt, before.reconnects(), before.resumes(), 0, 0);
        log(before.state());
        if (isSettled()) {
            TunnelStatus settled = status();
            waiting.forEach(stage -> stage.completeAsync(() -> settled)); // elsewhere: what hangs on it may call the tunnel
            waiting.clear();
        }
    }

    private void log(TunnelState before) {
        TunnelStatus now = shown;
        if (now.state() == TunnelState.WAITING || now.state() == TunnelState.FAILED) {
            LOG.warn("tunnel {} -> {}: {}", before, now.state(), now.problem());
        } else {
            LOG.info("tunnel {} -> {}", before, now.state());
        }
    }

    /** Completes the stage when the tunnel is connected, or will not become so. */
    void tellWhenSettled(CompletableFuture<TunnelStatus> stage) {
        if (isSettled()) {
            TunnelStatus settled = status();
            stage.completeAsync(() -> settled);
        } else {
            waiting.add(stage);
        }
    }

    private boolean isSettled() {
        return shown.state() != TunnelState.CONNECTING && shown.state() != TunnelState.WAITING;
    }
}
