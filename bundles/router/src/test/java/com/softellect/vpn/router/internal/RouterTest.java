package com.softellect.vpn.router.internal;

import static com.softellect.vpn.router.internal.Packets.ipv4;
import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Rule;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RouterTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration NOW = Duration.ZERO;

    private final FakeSession alice = new FakeSession("10.66.77.2");
    private final FakeSession bob = new FakeSession("10.66.77.3");
    private final MemoryTunAdapterProvider memory = new MemoryTunAdapterProvider();
    private final Router router = new Router(new FakeRegistry(List.of(alice, bob)), settings("memory", "vpn0"));

    private static RouterSettings settings(String type, String name) {
        return settings(Map.of("adapterType", type, "adapterName", name));
    }

    private static RouterSettings settings(Map<String, Object> values) {
        return (RouterSettings) Proxy.newProxyInstance(RouterSettings.class.getClassLoader(), new Class<?>[] {RouterSettings.class},
                (proxy, method, args) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    @BeforeEach
    void start() {
        router.bindProvider(memory);
    }

    @AfterEach
    void stop() {
        router.stop();
    }

    private MemoryTunAdapter adapter() {
        return memory.adapter("vpn0").orElseThrow();
    }

    private long dropped(String reason) {
        return router.counters().get("drop." + reason);
    }

    private void fromAlice(byte[]... packets) {
        router.route(alice, List.of(packets));
    }

    /** Its interop bundle is swapped. */
    @Test
    void packetsForTheAdapterWaitForTheNextVersionOfItsProvider() throws Exception {
        byte[] packet = ipv4("10.66.77.2", "192.0.2.1", "beyond");
        router.unbindProvider(memory);
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> fromAlice(packet));
        router.bindProvider(memory);
        sending.join();
        assertThat(adapter().takeSent(SOON)).isEqualTo(packet);
        assertThat(dropped("adapter_unavailable")).isZero();
    }

    @Test
    void aPacketFromTheAdapterReachesTheSessionThatHasItsDestination() throws Exception {
        byte[] packet = ipv4("192.0.2.1", "10.66.77.3", "to bob");
        adapter().inject(packet);
        assertThat(bob.offered.poll(20, TimeUnit.SECONDS)).isEqualTo(packet);
        assertThat(alice.offered).isEmpty();
    }

    @Test
    void aPacketFromASessionReachesTheAdapter() throws Exception {
        byte[] toGateway = ipv4("10.66.77.2", "10.66.77.1", "to the gateway");
        byte[] beyond = ipv4("10.66.77.2", "192.0.2.1", "beyond it");
        fromAlice(toGateway, beyond);
        assertThat(adapter().takeSent(SOON)).isEqualTo(toGateway);
        assertThat(adapter().takeSent(SOON)).isEqualTo(beyond);
    }

    @Test
    void aPacketFromOneSessionToAnotherNeverSeesTheAdapter() throws Exception {
        byte[] packet = ipv4("10.66.77.2", "10.66.77.3", "hello");
        fromAlice(packet);
        assertThat(bob.offered.poll()).isEqualTo(packet);
        assertThat(adapter().takeSent(NOW)).isNull();
    }

    @Test
    void clientsReachEachOtherOnlyIfBothMay() {
        byte[] packet = ipv4("10.66.77.2", "10.66.77.3", "hello");
        bob.clientToClient = false;
        fromAlice(packet);
        alice.clientToClient = false;
        fromAlice(packet);
        bob.clientToClient = true;
        fromAlice(packet);
        assertThat(bob.offered).isEmpty();
        assertThat(dropped("not_allowed")).isEqualTo(3);
        alice.clientToClient = true;
        fromAlice(packet);
        assertThat(bob.offered).containsExactly(packet);
    }

    @Test
    void whatAPolicyDoesNotAllowIsRefusedBothWaysFromTheNextPacketOnAndTheClientIsTold() throws Exception {
        byte[] web = Packets.tcp("10.66.77.2", 40000, "192.0.2.7", 443);
        byte[] mail = Packets.tcp("10.66.77.2", 40000, "192.0.2.7", 25);
        fromAlice(web, mail);
        assertThat(adapter().takeSent(SOON)).isEqualTo(web);
        assertThat(adapter().takeSent(SOON)).isEqualTo(mail);
        alice.policy = Policy.OPEN.withAllowed(List.of(Rule.parse("192.0.2.7:tcp:443")));
        fromAlice(mail, web);
        assertThat(adapter().takeSent(SOON)).isEqualTo(web);
        byte[] told = alice.offered.remove();
        assertThat(Arrays.copyOfRange(told, 28, told.length)).isEqualTo(mail);
        byte[] answer = Packets.tcp("192.0.2.7", 443, "10.66.77.2", 40000);
        adapter().inject(Packets.tcp("192.0.2.7", 25, "10.66.77.2", 40000));
        adapter().inject(answer);
        assertThat(alice.offered.poll(20, TimeUnit.SECONDS)).isEqualTo(answer);
        assertThat(dropped("policy")).isEqualTo(2);
        assertThat(adapter().takeSent(NOW)).isNull();
    }

    @Test
    void whoseQuotaIsUsedUpIsRefusedBothWaysAndTold() throws Exception {
        byte[] out = Packets.tcp("10.66.77.2", 40000, "192.0.2.7", 443);
        alice.quotaUsedUp = true;
        fromAlice(out, ipv4("10.66.77.2", "10.66.77.1", "to the gateway"), ipv4("10.66.77.2", "10.66.77.3", "to bob"));
        router.route(bob, List.of(ipv4("10.66.77.3", "10.66.77.2", "from bob")));
        adapter().inject(Packets.tcp("192.0.2.7", 443, "10.66.77.2", 40000));
        adapter().inject(ipv4("192.0.2.1", "10.66.77.3", "the last one"));
        assertThat(bob.offered.poll(20, TimeUnit.SECONDS)).as("told by the gateway")
                .satisfies(told -> assertThat(Arrays.copyOfRange(told, 20, 22)).containsExactly(3, 13));
        assertThat(bob.offered.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(alice.offered).hasSize(3).allSatisfy(told -> assertThat(Arrays.copyOfRange(told, 20, 22)).containsExactly(3, 13));
        assertThat(adapter().takeSent(NOW)).isNull();
        assertThat(dropped("quota")).isEqualTo(5);
        alice.quotaUsedUp = false;
        fromAlice(out);
        assertThat(adapter().takeSent(SOON)).isEqualTo(out);
    }

    /** Rules are about what is outside; between clients the two decide. */
    @Test
    void aPolicySaysNothingOfOtherClients() {
        byte[] packet = ipv4("10.66.77.2", "10.66.77.3", "hello");
        alice.policy = Policy.OPEN.withAllowed(List.of());
        bob.policy = alice.policy;
        fromAlice(packet);
        assertThat(bob.offered).containsExactly(packet);
    }

    @Test
    void whoMayReachNoClientsIsNotToldWhichThereAre() {
        alice.clientToClient = false;
        fromAlice(ipv4("10.66.77.2", "10.66.77.3", "bob?"), ipv4("10.66.77.2", "10.66.77.99", "nobody?"));
        assertThat(alice.offered).hasSize(2).allSatisfy(told -> assertThat(told[21]).isEqualTo((byte) 13));
        assertThat(dropped("not_allowed")).isEqualTo(2);
    }

    @Test
    void aRateOfRefusalsThatCanNotBeIsTheDefault() {
        Router other = new Router(new FakeRegistry(List.of(alice, bob)), settings(Map.of("adapterType", "memory", "refusalsPerSecond", -1)));
        other.route(alice, List.of(ipv4("10.66.77.2", "10.66.77.99", "nobody?")));
        assertThat(alice.offered).hasSize(1);
        other.configure(settings(Map.of("adapterType", "memory", "refusalsPerSecond", 0)));
        other.route(alice, List.of(ipv4("10.66.77.2", "10.66.77.99", "nobody?")));
        assertThat(alice.offered).hasSize(1);
        other.stop();
    }

    @Test
    void aSpoofedSourceIsDroppedAndCounted() throws Exception {
        fromAlice(ipv4("10.66.77.3", "10.66.77.1", "I am bob"), ipv4("192.0.2.1", "10.66.77.3", "I am the internet"));
        assertThat(adapter().takeSent(NOW)).isNull();
        assertThat(bob.offered).isEmpty();
        assertThat(dropped("source_address")).isEqualTo(2);
    }

    @Test
    void everyBadPacketIsDroppedUnderItsReasonAndTheGoodOnesGoOn() throws Exception {
        byte[] good = ipv4("10.66.77.2", "10.66.77.3", "good");
        byte[] ipv6 = new byte[40];
        ipv6[0] = 0x60;
        byte[] lyingHeader = good.clone();
        lyingHeader[0] = 0x4F;
        byte[] lyingLength = good.clone();
        lyingLength[3]++;
        fromAlice(new byte[0], ipv6, new byte[] {0x45, 0, 0}, new byte[] {0x15, 1, 2}, lyingHeader, lyingLength,
                ipv4("10.66.77.2", "224.0.0.251", "mdns"), ipv4("10.66.77.2", "255.255.255.255", "dhcp"),
                ipv4("10.66.77.2", "10.66.77.255", "netbios"), ipv4("10.66.77.2", "10.66.77.99", "nobody"), good);
        for (String reason : new String[] {"empty", "ipv6", "truncated", "not_ip", "header_length", "total_length", "multicast",
            "unknown_destination"}) {
            assertThat(dropped(reason)).as(reason).isEqualTo(1);
        }
        assertThat(dropped("broadcast")).isEqualTo(2);
        assertThat(bob.offered).containsExactly(good);
    }

    @Test
    void theKernelsOwnIpv6NoiseIsDroppedAndCounted() throws Exception {
        byte[] solicitation = new byte[48];
        solicitation[0] = 0x60;
        adapter().inject(solicitation);
        adapter().inject(ipv4("192.0.2.1", "10.66.77.77", "nobody"));
        adapter().inject(ipv4("192.0.2.1", "10.66.77.2", "the last one"));
        assertThat(alice.offered.poll(20, TimeUnit.SECONDS)).isNotNull();
        assertThat(dropped("ipv6")).isEqualTo(1);
        assertThat(dropped("unknown_destination")).isEqualTo(1);
    }

    @Test
    void aProviderThatIsReplacedGetsTheAdapterBackWhileSessionsGoOn() throws Exception {
        router.unbindProvider(memory);
        assertThat(router.status().receiving()).isFalse();
        fromAlice(ipv4("10.66.77.2", "10.66.77.1", "lost"), ipv4("10.66.77.2", "10.66.77.3", "not lost"));
        assertThat(dropped("adapter_unavailable")).isEqualTo(1);
        assertThat(bob.offered).hasSize(1);

        MemoryTunAdapterProvider next = new MemoryTunAdapterProvider();
        router.bindProvider(next);
        assertThat(router.status().receiving()).isTrue();
        next.adapter("vpn0").orElseThrow().inject(ipv4("192.0.2.1", "10.66.77.2", "again"));
        assertThat(alice.offered.poll(20, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void changedSettingsMoveTheAdapter() {
        router.configure(settings("memory", "vpn7"));
        assertThat(memory.adapter("vpn0")).isEmpty();
        assertThat(memory.adapter("vpn7")).isPresent();
        assertThat(router.status().adapterName()).isEqualTo("vpn7");
    }

    @Test
    void anAdapterThatBreaksIsReportedWithItsReason() throws Exception {
        adapter().breakDown("pulled out");
        adapter().inject(ipv4("192.0.2.1", "10.66.77.2", "too late"));
        for (int i = 0; router.status().receiving() && i < 200; i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(router.status().receiving()).isFalse();
        assertThat(router.status().problem()).contains("pulled out");
    }

    @Test
    void anAdapterThatCannotBeOpenedLeavesTheRouterRunningAndSaysWhy() {
        Router other = new Router(new FakeRegistry(List.of(alice, bob)), settings("none", "vpn0"));
        other.bindProvider(memory);
        assertThat(other.status().problem()).contains("'none'").contains("adapterType");
        other.bindProvider(new Refusing());
        assertThat(other.status().problem()).isEqualTo("run it as root");
        other.route(alice, List.of(ipv4("10.66.77.2", "10.66.77.3", "still works")));
        assertThat(bob.offered).hasSize(1);
        other.stop();
    }

    @Test
    void everyDropReasonHasACounter() {
        assertThat(router.counters().keySet()).containsAll(Arrays.stream(com.softellect.vpn.api.packet.DropReason.values())
                .map(r -> "drop." + r.name().toLowerCase(Locale.ROOT)).toList());
    }

    private static final class Refusing implements TunAdapterProvider {
        @Override
        public String type() {
            return "none";
        }

        @Override
        public boolean supported() {
            return true;
        }

        @Override
        public TunAdapter open(TunAdapterSettings settings) throws TunAdapterException {
            throw new TunAdapterException("run it as root");
        }
    }
}
