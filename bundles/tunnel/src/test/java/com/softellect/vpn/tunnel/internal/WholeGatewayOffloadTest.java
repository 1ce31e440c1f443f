package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import com.softellect.vpn.credential.ProfileFormat;
import com.softellect.vpn.endpoint.internal.GatewayHarness;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * TCP through a gateway and its clients in one JVM, as {@link WholeGatewayTest}, with offload on some sides and not on others. Whoever can't take a
 * super-packet gets exactly the packets that it stands for; whoever can gets it whole.
 */
@Timeout(180)
class WholeGatewayOffloadTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ALICE = "10.66.77.2";
    private static final String BOB = "10.66.77.3";
    private static final String GATEWAY = "10.66.77.1";

    /** More bytes than one message may have, and fewer packets than a queue. */
    private static final int TRAIN = 60;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<TunnelComponent> tunnels = new ArrayList<>();
    private GatewayHarness gateway;

    @TempDir
    private Path folders;

    @AfterEach
    void stop() throws Exception {
        tunnels.forEach(TunnelComponent::deactivate);
        gateway.close();
    }

    private void start(boolean agrees, boolean canOffload) throws Exception {
        gateway = new GatewayHarness(30, Map.of("queuePackets", 4000), Map.of("superPackets", agrees), Map.of(), adapters(canOffload));
        gateway.addClient("alice", ALICE);
        gateway.addClient("bob", BOB);
    }

    private static MemoryTunAdapterProvider adapters(boolean canOffload) {
        return new MemoryTunAdapterProvider(MemoryTunAdapter.DEFAULT_CAPACITY, canOffload);
    }

    /**
     * Connects and returns the client's adapter. One call at a time each way: of several, one may come in so late on a slow machine that
     * it is delivered out of order.
     */
    private MemoryTunAdapter connect(String clientId, boolean offers, boolean canOffload) throws Exception {
        Path folder = folders.resolve(clientId);
        MemoryTunAdapterProvider adapters = adapters(canOffload);
        TunnelComponent tunnel = new TunnelComponent(new Environment(CxfGatewayClient::new, new AdapterProviders(),
                InstantSource.system(), () -> ThreadLocalRandom.current().nextDouble(), "test", folder.resolve("etc"), folder));
        tunnels.add(tunnel);
        tunnel.bindProvider(adapters);
        tunnel.configure(Settings.of(Map.of("adapterType", "memory", "queuePackets", 4000, "maxSends", 1, "maxPolls", 1, "offload", offers,
                "queueTargetMillis", Settings.PATIENT_MILLIS)));
        tunnel.useProfile(ProfileFormat.write(gateway.profile(clientId)));
        TunnelStatus status = tunnel.connect().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(status.state()).as("%s", status).isEqualTo(TunnelState.CONNECTED);
        return adapters.adapter("vpnc0").orElseThrow();
    }

    /** TCP of all lengths, the longest among them. */
    private List<byte[]> train(String from, String to) {
        List<byte[]> packets = new ArrayList<>(List.of(Packets.tcp(from, to, 65_535), Packets.tcp(from, to, 1501), Packets.tcp(from, to, 1500)));
        while (packets.size() < TRAIN) {
            packets.add(Packets.tcp(from, to, random.nextInt(3) == 0 ? 41 + random.nextInt(1460) : 1501 + random.nextInt(64_035)));
        }
        return packets;
    }

    /** All that was sent into an adapter, until it has as many bytes of payload as the packets of the train. */
    private static List<byte[]> arrived(MemoryTunAdapter at, List<byte[]> train) throws InterruptedException {
        List<byte[]> packets = new ArrayList<>();
        int missing = payload(train);
        while (missing > 0) {
            byte[] packet = at.takeSent(SOON);
            assertThat(packet).as("%d bytes are missing", missing).isNotNull();
            packets.add(packet);
            missing -= packet.length - 40;
        }
        return packets;
    }

    private static int payload(List<byte[]> packets) {
        return packets.stream().mapToInt(packet -> packet.length - 40).sum();
    }

    /** From an adapter to another one; the system behind one without offload has cut already. */
    private void assertArrives(MemoryTunAdapter from, String source, MemoryTunAdapter at, String destination, boolean whole)
            throws InterruptedException {
        List<byte[]> train = train(source, destination);
        List<byte[]> cut = Packets.cut(train);
        (from.settings().offload() ? train : cut).forEach(packet -> assertThat(from.inject(packet)).isTrue());
        List<byte[]> arrived = arrived(at, train);
        assertThat(Packets.cut(arrived)).as("%s to %s, seed %d", source, destination, seed).containsExactlyElementsOf(cut);
        assertThat(arrived).as("%s to %s, seed %d", source, destination, seed).containsExactlyElementsOf(whole ? train : cut);
    }

    private void assertNothingIsLeft(MemoryTunAdapter... adapters) throws InterruptedException {
        for (MemoryTunAdapter adapter : adapters) {
            assertThat(adapter.takeSent(Duration.ofMillis(100))).isNull();
        }
        assertThat(gateway.router.counters().entrySet()).filteredOn(counter -> counter.getKey().startsWith("drop."))
                .allSatisfy(counter -> assertThat(counter.getValue()).as(counter.getKey()).isZero());
        assertThat(gateway.registry.counters()).containsEntry("drop.queue_full", 0L);
    }

    @ParameterizedTest(name = "gateway agrees {0}, its adapter offloads {1}, client offers {2}, its adapter can offload {3}")
    @CsvSource({"true,true,true,true", "false,true,true,true", "true,true,false,true", "true,false,true,true", "true,true,true,false",
        "true,false,true,false", "false,false,false,false"})
    void tcpArrivesWholeWhereBothSidesAgreedAndBothAdaptersOffloadAndElseInPackets(boolean agrees, boolean gatewayOffload, boolean offers,
            boolean canOffload) throws Exception {
        start(agrees, gatewayOffload);
        MemoryTunAdapter alice = connect("alice", offers, canOffload);
        boolean agreed = agrees && offers;
        assertThat(gateway.registry.sessions()).singleElement().satisfies(session -> assertThat(session.superPackets()).isEqualTo(agreed));
        boolean whole = agreed && gatewayOffload && canOffload;
        assertArrives(alice, ALICE, gateway.adapter(), GATEWAY, whole);
        assertArrives(gateway.adapter(), GATEWAY, alice, ALICE, whole);
        assertNothingIsLeft(alice, gateway.adapter());
    }

    @ParameterizedTest(name = "alice offers {0}, bob offers {1}")
    @CsvSource({"true,true", "true,false", "false,true"})
    void tcpFromClientToClientIsCutForTheOneThatTakesNoSuperPackets(boolean aliceOffers, boolean bobOffers) throws Exception {
        start(true, true);
        MemoryTunAdapter alice = connect("alice", aliceOffers, true);
        MemoryTunAdapter bob = connect("bob", bobOffers, true);
        assertArrives(alice, ALICE, bob, BOB, aliceOffers && bobOffers);
        assertArrives(bob, BOB, alice, ALICE, aliceOffers && bobOffers);
        assertNothingIsLeft(alice, bob, gateway.adapter());
    }
}
