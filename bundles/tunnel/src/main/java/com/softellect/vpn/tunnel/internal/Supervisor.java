package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.surroundings.Surroundings;
import com.softellect.vpn.api.tunnel.Tunnel;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The tunnel as its callers see it: hands what they want to the {@link Lifecycle}, on the supervisor's thread. The data loops
 * have no pauses and no second tries; all of that is here.
 *
 * <p>Threads: all methods may be called by any thread but the supervisor's own.
 */
final class Supervisor implements Tunnel, AutoCloseable {

    private final AdapterProviders providers;
    private final ProfileStore profiles = new ProfileStore();
    private final Environment environment;
    private final EventLoop events;
    private final SurroundingsSlot surroundings;
    private final Lifecycle lifecycle;

    /** @param scheduler of one thread; this supervisor's own, which shuts it down */
    Supervisor(Environment environment, ScheduledExecutorService scheduler, Counters counters) {
        this.environment = environment;
        this.providers = environment.providers();
        this.events = new EventLoop(scheduler);
        this.surroundings = new SurroundingsSlot(this::wayChanged);
        this.lifecycle = new Lifecycle(environment, profiles, surroundings, events, counters);
    }

    private void wayChanged(boolean other) {
        events.post(() -> lifecycle.wayChanged(other));
    }

    void configure(TunnelSettings settings) {
        try {
            profiles.keepIn(Places.of(settings, environment.etc(), environment.base()));
        } catch (IllegalArgumentException e) {
            profiles.keepNowhere(e.getMessage());
        }
        events.post(() -> lifecycle.configure(settings));
    }

    @Override
    public void useProfile(byte[] profile) throws IOException {
        profiles.use(profile);
        events.post(lifecycle::profileChanged);
    }

    @Override
    public String publicKey() throws IOException {
        return profiles.publicKey();
    }

    /** Something went wrong beside the tunnel's own life, in words for an operator. */
    void problem(String problem) {
        events.post(() -> lifecycle.board().problem(problem));
    }

    @Override
    public CompletionStage<TunnelStatus> connect() {
        CompletableFuture<TunnelStatus> stage = new CompletableFuture<>();
        boolean posted = events.post(() -> {
            lifecycle.connect();
            lifecycle.board().tellWhenSettled(stage);
        });
        if (!posted) {
            stage.complete(status());
        }
        return stage.minimalCompletionStage();
    }

    @Override
    public void disconnect() {
        events.call(lifecycle::disconnect);
    }

    @Override
    public TunnelStatus status() {
        return lifecycle.board().status();
    }

    void providerCame(TunAdapterProvider provider) {
        providers.add(provider);
        events.post(lifecycle::providerCame);
    }

    /** Returns when nothing of the provider is in use any more. */
    void providerGoes(TunAdapterProvider provider) {
        providers.remove(provider);
        events.call(() -> lifecycle.providerGoes(provider));
    }

    void surroundingsCame(Surroundings came) {
        surroundings.come(came);
        events.post(lifecycle::surroundingsCame);
    }

    void surroundingsGo(Surroundings gone) {
        surroundings.go(gone);
    }

    /** Goes on where an earlier version of the tunnel has ended, once it is configured. */
    void goOn(LeftTunnel left) {
        events.post(() -> lifecycle.goOn(left));
    }

    /** Ends the supervisor's thread, and leaves the connection to the next version of the tunnel; null if there is none. */
    LeftTunnel leave() {
        AtomicReference<LeftTunnel> left = new AtomicReference<>();
        events.call(() -> left.set(lifecycle.leave()));
        events.shutdown();
        return left.get();
    }

    /** Disconnects and ends the supervisor's thread. */
    @Override
    public void close() {
        events.call(lifecycle::close);
        events.shutdown();
    }
}
