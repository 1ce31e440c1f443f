package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import com.softellect.vpn.contract.AuthenticateResponse;
import com.softellect.vpn.contract.SendPacketsResponse;
import com.softellect.vpn.contract.VpnGateway;
import com.softellect.vpn.credential.SecretFile;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.xml.ws.WebServiceException;

/** A tunnel with a gateway, an adapter and a time of the test's own. */
final class TestTunnel implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(20);
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    final FakeGateway gateway = new FakeGateway();
    final MemoryTunAdapterProvider memory;
    final VirtualScheduler scheduler = new VirtualScheduler();
    final Counters counters = new Counters("tunnel");
    final AtomicInteger clientsOpen = new AtomicInteger();

    /** Those that a way was made to. */
    final BlockingQueue<String> urls = new LinkedBlockingQueue<>();

    /** Who is asked for hosts' addresses; only where there are surroundings. */
    volatile HostAddresses.Resolver resolver = host -> {
        throw new UnknownHostException(host);
    };

    /** Karaf's; gone after the test. */
    final Path folder;
    final Supervisor supervisor;

    /** What {@code Random} gives; 0.5 is no jitter. */
    volatile double random = 0.5;

    TestTunnel() {
        this(new MemoryTunAdapterProvider());
    }

    TestTunnel(MemoryTunAdapterProvider memory) {
        this.memory = memory;
        this.folder = temporaryFolder();
        GatewayConnector connector = (to, pins, settings) -> {
            clientsOpen.incrementAndGet();
            urls.add(to.calledUrl());
            return new FakeClient();
        };
        Environment environment = new Environment(connector, new AdapterProviders(), InstantSource.fixed(NOW), () -> random, "test 1",
                folder.resolve("etc"), folder, host -> resolver.addresses(host));
        supervisor = new Supervisor(environment, scheduler, counters);
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("vpn-tunnel-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class FakeClient implements GatewayClient {
        private boolean closed;

        /** Carries no new calls once it is closed. */
        @Override
        public VpnGateway gateway() {
            return (VpnGateway) Proxy.newProxyInstance(VpnGateway.class.getClassLoader(), new Class<?>[] {VpnGateway.class},
                    (proxy, method, arguments) -> {
                        if (isClosed()) {
                            throw new WebServiceException("this way is closed");
                        }
                        try {
                            return method.invoke(gateway, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        private synchronized boolean isClosed() {
            return closed;
        }

        @Override
        public String pin() {
            return Profiles.PIN;
        }

        @Override
        public String notice() {
            return null;
        }

        @Override
        public synchronized void close() {
            assertThat(closed).as("closed twice").isFalse();
            closed = true;
            clientsOpen.decrementAndGet();
        }
    }

    /** Configured, with a profile and with its adapter's provider; not connected. */
    static TestTunnel ready(Map<String, Object> settings) throws IOException {
        return ready(settings, Profiles.alice());
    }

    static TestTunnel ready(Map<String, Object> settings, byte[] profile) throws IOException {
        TestTunnel tunnel = new TestTunnel();
        tunnel.prepare(settings, profile);
        return tunnel;
    }

    private void prepare(Map<String, Object> settings, byte[] profile) throws IOException {
        providerCame(memory);
        SecretFile.write(profileFile(), profile);
        supervisor.configure(Settings.with(settings));
    }

    Path profileFile() {
        return folder.resolve("etc/vpn/profile.vpnprofile");
    }

    static TestTunnel connected(Map<String, Object> settings) throws Exception {
        return connected(settings, FakeGateway.grant("s1"));
    }

    static TestTunnel connected(Map<String, Object> settings, AuthenticateResponse terms) throws Exception {
        TestTunnel tunnel = new TestTunnel();
        tunnel.start(settings, terms);
        return tunnel;
    }

    /** Makes a new one ready, and connects it. */
    void start(Map<String, Object> settings, AuthenticateResponse terms) throws Exception {
        prepare(settings, Profiles.alice());
        CompletionStage<TunnelStatus> connecting = supervisor.connect();
        letIn(terms);
        assertThat(get(connecting).state()).isEqualTo(TunnelState.CONNECTED);
    }

    void providerCame(TunAdapterProvider provider) {
        supervisor.providerCame(provider);
    }

    void letIn(AuthenticateResponse terms) throws InterruptedException {
        FakeGateway.next(gateway.authentications).answer(terms);
    }

    /** Asked whether a session is still there, the gateway says no. */
    void refuseResumption() throws InterruptedException {
        FakeGateway.next(gateway.resumptions).fail(FakeGateway.expired());
    }

    /** The session is still there. */
    void resume() throws InterruptedException {
        FakeGateway.next(gateway.resumptions).answer(new SendPacketsResponse(0));
    }

    void failResumption(Exception why) throws InterruptedException {
        FakeGateway.next(gateway.resumptions).fail(why);
    }

    static TunnelStatus get(CompletionStage<TunnelStatus> stage) throws InterruptedException, ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    /** Whether the stage is complete once the supervisor has done all that it has to do now. */
    boolean isDone(CompletionStage<TunnelStatus> stage) throws Exception {
        settle();
        return stage.toCompletableFuture().isDone();
    }

    /** Returns when the supervisor has done all that was posted to it before. */
    void settle() throws Exception {
        CompletableFuture.runAsync(() -> { }, scheduler).get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    MemoryTunAdapter adapter() throws InterruptedException {
        return memory.awaitAdapter("vpnc0", LONG).orElseThrow();
    }

    TunnelStatus status() {
        return supervisor.status();
    }

    TunnelStatus await(TunnelState state) throws InterruptedException {
        await(() -> status().state() == state, () -> "the tunnel is " + status());
        return status();
    }

    long dropped(DropReason reason) {
        return counters.dropped(reason);
    }

    void awaitDropped(DropReason reason, long count) throws InterruptedException {
        await(() -> dropped(reason) == count, () -> reason + " " + dropped(reason));
    }

    private static void await(BooleanSupplier condition, Supplier<String> otherwise) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(otherwise).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    /** Answers all that is out, so that no thread of the test stays behind. */
    @Override
    public void close() {
        gateway.answersGoodbyes = true;
        gateway.endsPollsAtGoodbye = true;
        gateway.failAll();
        supervisor.close();
        gateway.failAll();
        removeFolder();
    }

    private void removeFolder() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
