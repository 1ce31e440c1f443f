package com.softellect.vpn.router.internal;

import static com.softellect.vpn.router.internal.Packets.ipv4;
import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.egress.PacketEgress;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packets between sessions and other networks, while a layer carries them and while none does. */
@Timeout(60)
class EgressTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final byte[] BEYOND = ipv4("10.66.77.2", "192.0.2.1", "beyond");

    private final FakeSession alice = new FakeSession("10.66.77.2");
    private final FakeSession bob = new FakeSession("10.66.77.3");
    private final MemoryTunAdapterProvider memory = new MemoryTunAdapterProvider();
    private final Router router = new Router(new FakeRegistry(List.of(alice, bob)), settings());
    private final Carrier egress = new Carrier();

    private static RouterSettings settings() {
        Map<String, Object> values = Map.of("adapterType", "memory");
        return (RouterSettings) Proxy.newProxyInstance(RouterSettings.class.getClassLoader(), new Class<?>[] {RouterSettings.class},
                (proxy, method, args) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    @BeforeEach
    void start() {
        router.bindProvider(memory);
        router.bindEgress(egress);
    }

    @AfterEach
    void stop() {
        router.stop();
    }

    private void fromAlice(byte[] packet) {
        router.route(alice, List.of(packet));
    }

    private byte[] fromAdapter(Duration within) throws InterruptedException {
        return memory.adapter("vpn0").orElseThrow().takeSent(within);
    }

    @Test
    void packetsForOtherNetworksAreTheEgresss() throws Exception {
        fromAlice(BEYOND);
        assertThat(egress.sent).containsExactly(BEYOND);
        assertThat(fromAdapter(Duration.ZERO)).isNull();
        assertThat(egress.network).isEqualTo(Ipv4Network.parse("10.66.77.1/24"));
    }

    @Test
    void packetsForTheGatewayAndForOtherSessionsAreNot() throws Exception {
        byte[] toGateway = ipv4("10.66.77.2", "10.66.77.1", "to the gateway");
        byte[] toBob = ipv4("10.66.77.2", "10.66.77.3", "to bob");
        fromAlice(toGateway);
        fromAlice(toBob);
        assertThat(egress.sent).isEmpty();
        assertThat(fromAdapter(SOON)).isEqualTo(toGateway);
        assertThat(bob.offered).containsExactly(toBob);
    }

    @Test
    void whatTheEgressDoesNotTakeIsTheAdapters() throws Exception {
        egress.takes = false;
        fromAlice(BEYOND);
        assertThat(fromAdapter(SOON)).isEqualTo(BEYOND);
    }

    @Test
    void whatItGivesBackReachesTheSessionThatHasTheDestination() {
        byte[] packet = ipv4("192.0.2.1", "10.66.77.3", "to bob");
        egress.back.accept(packet);
        assertThat(bob.offered).containsExactly(packet);
        egress.back.accept(ipv4("192.0.2.1", "10.66.77.99", "to nobody"));
        assertThat(router.counters().get("drop.unknown_destination")).isEqualTo(1);
    }

    @Test
    void packetsWaitForTheNextVersionOfTheEgress() {
        Carrier next = new Carrier();
        router.unbindEgress(egress);
        assertThat(egress.back).as("closed").isNull();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> fromAlice(BEYOND));
        router.bindEgress(next);
        sending.join();
        assertThat(next.sent).containsExactly(BEYOND);
        assertThat(egress.sent).isEmpty();
    }

    @Test
    void whenNoneComesTheyAreTheAdaptersAgainAndOneThatComesLaterGetsThem() throws Exception {
        router.unbindEgress(egress);
        fromAlice(BEYOND);
        assertThat(fromAdapter(SOON)).isEqualTo(BEYOND);
        router.bindEgress(egress);
        fromAlice(BEYOND);
        assertThat(egress.sent).containsExactly(BEYOND);
    }

    @Test
    void aRouterThatStopsClosesIt() {
        router.stop();
        assertThat(egress.back).isNull();
    }

    /** Keeps what it is given. */
    private static final class Carrier implements PacketEgress {

        final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
        volatile boolean takes = true;
        volatile Consumer<byte[]> back;
        Ipv4Network network;

        @Override
        public void open(Ipv4Network opened, int mtu, Consumer<byte[]> sink) {
            network = opened;
            back = sink;
        }

        @Override
        public void close() {
            back = null;
        }

        @Override
        public boolean send(byte[] packet) {
            return takes && sent.add(packet);
        }
    }
}
