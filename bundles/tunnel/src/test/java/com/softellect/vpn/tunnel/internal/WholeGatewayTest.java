package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import com.softellect.vpn.credential.ProfileFormat;
import com.softellect.vpn.endpoint.internal.GatewayHarness;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway and its clients in one JVM: real bundles' classes, real SOAP over HTTPS on loopback, in-memory TUN adapters. */
@Timeout(180)
class WholeGatewayTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ALICE = "10.66.77.2";
    private static final String BOB = "10.66.77.3";
    private static final String GATEWAY = "10.66.77.1";

    private final List<TunnelComponent> tunnels = new ArrayList<>();
    private GatewayHarness gateway;

    @TempDir
    private Path folders;

    @BeforeEach
    void start() throws Exception {
        gateway = new GatewayHarness(30, Map.of("queuePackets", 20_000, "queueBytes", 1 << 26));
        gateway.addClient("alice", ALICE);
        gateway.addClient("bob", BOB);
    }

    @AfterEach
    void stop() throws Exception {
        tunnels.forEach(TunnelComponent::deactivate);
        gateway.close();
    }

    private TunnelComponent tunnel(MemoryTunAdapterProvider adapters, String clientId) throws IOException {
        Path folder = folders.resolve("client-" + tunnels.size());
        TunnelComponent tunnel = new TunnelComponent(new Environment(CxfGatewayClient::new, new AdapterProviders(),
                InstantSource.system(), () -> ThreadLocalRandom.current().nextDouble(), "test", folder.resolve("etc"), folder));
        tunnels.add(tunnel);
        tunnel.bindProvider(adapters);
        tunnel.configure(Settings.of(Map.of("adapterType", "memory", "queuePackets", 20_000, "queueBytes", 1 << 26, "maxSends", 4,
                "queueTargetMillis", Settings.PATIENT_MILLIS)));
        tunnel.useProfile(ProfileFormat.write(gateway.profile(clientId)));
        return tunnel;
    }

    /** Connects and returns the client's adapter. */
    private MemoryTunAdapter connect(String clientId) throws Exception {
        MemoryTunAdapterProvider adapters = new MemoryTunAdapterProvider();
        TunnelStatus status = tunnel(adapters, clientId).connect().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(status.state()).as("%s", status).isEqualTo(TunnelState.CONNECTED);
        return adapters.adapter("vpnc0").orElseThrow();
    }

    private static byte[] packet(String from, String to, int number) {
        ByteBuffer packet = ByteBuffer.allocate(24);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) 24).putInt(0).put((byte) 64).put((byte) 253).putShort((short) 0);
        packet.putInt(Ipv4Network.parseAddress(from)).putInt(Ipv4Network.parseAddress(to)).putInt(number);
        return packet.array();
    }

    private static int number(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt(20);
    }

    private Session session(String clientId) {
        return gateway.registry.sessions().stream().filter(s -> s.clientId().equals(clientId)).findFirst().orElseThrow();
    }

    @Test
    void twoClientsAndTheGatewayExchangePacketsAndNothingReachesTheWrongOne() throws Exception {
        MemoryTunAdapter alice = connect("alice");
        MemoryTunAdapter bob = connect("bob");
        for (int i = 0; i < 50; i++) {
            alice.inject(packet(ALICE, GATEWAY, i));
            alice.inject(packet(ALICE, BOB, 100 + i));
            bob.inject(packet(BOB, ALICE, 200 + i));
            gateway.adapter().inject(packet(GATEWAY, BOB, 300 + i));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(number(gateway.adapter().takeSent(SOON))).isEqualTo(i);
            assertThat(alice.takeSent(SOON)).isEqualTo(packet(BOB, ALICE, 200 + i));
        }
        List<Integer> atBob = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] packet = bob.takeSent(SOON);
            assertThat(packet).isEqualTo(packet(number(packet) < 300 ? ALICE : GATEWAY, BOB, number(packet)));
            atBob.add(number(packet));
        }
        assertThat(atBob).filteredOn(n -> n < 300).isSorted().hasSize(50);
        assertThat(atBob).filteredOn(n -> n >= 300).isSorted().hasSize(50);
        for (MemoryTunAdapter adapter : List.of(alice, bob, gateway.adapter())) {
            assertThat(adapter.takeSent(Duration.ofMillis(300))).isNull();
        }
    }

    @Test
    void orderIsKeptBothWaysWithSeveralCallsInFlight() throws Exception {
        MemoryTunAdapter alice = connect("alice");
        int count = 4000; // an in-memory adapter holds 4096
        Thread both = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                injectWhenRoom(alice, packet(ALICE, GATEWAY, i));
                injectWhenRoom(gateway.adapter(), packet(GATEWAY, ALICE, i));
            }
        });
        both.start();
        for (int i = 0; i < count; i++) {
            assertThat(number(gateway.adapter().takeSent(SOON))).as("up").isEqualTo(i);
            assertThat(number(alice.takeSent(SOON))).as("down").isEqualTo(i);
        }
        both.join();
        assertThat(session("alice").traffic().packetsUp()).isEqualTo(count);
        assertThat(session("alice").permits()).isZero();
    }

    private static void injectWhenRoom(MemoryTunAdapter adapter, byte[] packet) {
        while (!adapter.inject(packet)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aSpoofedSourceReachesNobody() throws Exception {
        MemoryTunAdapter alice = connect("alice");
        connect("bob");
        alice.inject(packet(BOB, GATEWAY, 1));
        alice.inject(packet(ALICE, GATEWAY, 2));
        assertThat(number(gateway.adapter().takeSent(SOON))).isEqualTo(2);
        assertThat(gateway.router.counters()).containsEntry("drop.source_address", 1L);
    }

    /**
     * An idle client makes 4 calls a second in all, within 3 %. More is a broken rule at once, on any machine. Less may be a machine
     * that was busy for a moment: then the next window counts, and a broken rule misses them all.
     */
    @Test
    void anIdleClientHasOnePollOutAndMakesFourCallsASecond() throws Exception {
        MemoryTunAdapter alice = connect("alice");
        for (int warmUp = 0; warmUp < 1000; warmUp++) { // calls take milliseconds until they are compiled
            gateway.adapter().inject(packet(GATEWAY, ALICE, warmUp));
            alice.takeSent(SOON);
        }
        TunnelComponent tunnel = tunnels.get(0);
        awaitIdle(tunnel);
        double rate = 0;
        for (int window = 0; window < 15 && rate < 4 * 0.97; window++) {
            long polls = tunnel.status().polls();
            long start = System.nanoTime();
            while (tunnel.status().polls() < polls + 16) {
                assertThat(tunnel.status().pollsInFlight()).isLessThanOrEqualTo(1);
                assertThat(session("alice").parkedPolls()).isLessThanOrEqualTo(1);
                TimeUnit.MILLISECONDS.sleep(5);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            rate = 16 / seconds;
            assertThat((16 - 1) / seconds).as("calls a second").isLessThanOrEqualTo(4 * 1.03);
        }
        assertThat(rate).as("calls a second").isGreaterThanOrEqualTo(4 * 0.97);
    }

    /**
     * The polls that traffic opened come back empty, once, within 250 ms, some of them at once; the last of them may be let out only when the last packet has
     * long been delivered. So four idle ones in a row are waited for, for as long as they take.
     */
    private static void awaitIdle(TunnelComponent tunnel) throws InterruptedException {
        long since = tunnel.status().polls();
        long began = System.nanoTime();
        while (tunnel.status().polls() < since + 4 || System.nanoTime() - began < TimeUnit.SECONDS.toNanos(1)) {
            if (tunnel.status().pollsInFlight() > 1) {
                since = tunnel.status().polls();
                began = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void aLostConnectionIsMadeAgainOnTheSameAdapter() throws Exception {
        MemoryTunAdapter alice = connect("alice");
        gateway.stopEndpoint();
        TunnelComponent tunnel = tunnels.get(0);
        while (tunnel.status().state() == TunnelState.CONNECTED) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        gateway.startEndpoint();
        while (tunnel.status().state() != TunnelState.CONNECTED) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        alice.inject(packet(ALICE, GATEWAY, 7));
        assertThat(number(gateway.adapter().takeSent(SOON))).isEqualTo(7);
        assertThat(tunnel.status().reconnects()).isPositive();
    }

    @Test
    void anExpiredSessionIsReplacedAndTrafficGoesOn() throws Exception {
        MemoryTunAdapter alice = connect("alice");
        Session old = session("alice");
        gateway.registry.end(old, com.softellect.vpn.api.session.EndReason.ADMINISTRATOR);
        while (gateway.registry.sessions().isEmpty() || tunnels.get(0).status().state() != TunnelState.CONNECTED) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        gateway.adapter().inject(packet(GATEWAY, ALICE, 9));
        assertThat(number(alice.takeSent(SOON))).isEqualTo(9);
        assertThat(session("alice")).isNotSameAs(old);
    }
}
