package com.softellect.vpn.router.internal;

import static com.softellect.vpn.router.internal.Packets.ipv4;
import static com.softellect.vpn.router.internal.Packets.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.datapath.offload.Segmentation;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SuperPacketsTest {

    private static final String ALICE = "10.66.77.2";
    private static final String BOB = "10.66.77.3";
    private static final String GATEWAY = "10.66.77.1";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration NOW = Duration.ZERO;

    private final FakeSession alice = new FakeSession(ALICE);
    private final FakeSession bob = new FakeSession(BOB);
    private MemoryTunAdapterProvider memory;
    private Router router;

    @AfterEach
    void stop() {
        router.stop();
    }

    private void start(boolean wanted, boolean canOffload) {
        memory = new MemoryTunAdapterProvider(MemoryTunAdapter.DEFAULT_CAPACITY, canOffload);
        Map<String, Object> values = Map.of("adapterType", "memory", "offload", wanted);
        router = new Router(new FakeRegistry(List.of(alice, bob)), (RouterSettings) Proxy.newProxyInstance(
                RouterSettings.class.getClassLoader(), new Class<?>[] {RouterSettings.class},
                (proxy, method, args) -> values.getOrDefault(method.getName(), method.getDefaultValue())));
        router.bindProvider(memory);
    }

    private MemoryTunAdapter adapter() {
        return memory.adapter("vpn0").orElseThrow();
    }

    private long dropped(String reason) {
        return router.counters().get("drop." + reason);
    }

    private static List<byte[]> cut(byte[] superPacket) {
        List<byte[]> packets = new ArrayList<>();
        Segmentation.toMtu(superPacket, 1500).forEachRemaining(packets::add);
        assertThat(packets).hasSizeGreaterThan(1);
        return packets;
    }

    private static List<byte[]> offered(FakeSession session, int count) throws InterruptedException {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            packets.add(session.offered.poll(20, TimeUnit.SECONDS));
        }
        return packets;
    }

    @Test
    void theAdapterIsOpenedWithOffloadUnlessTheSettingsSayOtherwiseAndTheStatusSaysWhatIsInForce() {
        start(true, true);
        assertThat(adapter().settings().offload()).isTrue();
        assertThat(router.status().offload()).isTrue();
        router.stop();
        start(false, true);
        assertThat(adapter().settings().offload()).isFalse();
        assertThat(router.status().offload()).isFalse();
        router.stop();
        start(true, false);
        assertThat(router.status().offload()).isFalse();
    }

    @Test
    void fromTheAdapterToAClientThatTakesSuperPacketsTheyStayWhole() throws Exception {
        start(true, true);
        alice.superPackets = true;
        byte[] packet = tcp("192.0.2.1", ALICE, 65_535);
        adapter().inject(packet);
        assertThat(offered(alice, 1)).containsExactly(packet);
    }

    @Test
    void fromTheAdapterToAClientThatTakesNoneTheyAreCut() throws Exception {
        start(true, true);
        byte[] packet = tcp("192.0.2.1", ALICE, 10_000);
        adapter().inject(packet);
        assertThat(offered(alice, 7)).containsExactlyElementsOf(cut(packet));
    }

    @Test
    void whatIsLongerThanTheMtuAndNoSuperPacketIsDroppedAndTheOthersGoOn() throws Exception {
        start(true, true);
        alice.superPackets = true;
        adapter().inject(ipv4("192.0.2.1", ALICE, "x".repeat(1481)));
        adapter().inject(ipv4("192.0.2.1", ALICE, "x".repeat(1480)));
        assertThat(offered(alice, 1)).containsExactly(ipv4("192.0.2.1", ALICE, "x".repeat(1480)));
        router.route(alice, List.of(ipv4(ALICE, GATEWAY, "x".repeat(1481)), ipv4(ALICE, GATEWAY, "x".repeat(1480))));
        assertThat(adapter().takeSent(SOON)).hasSize(1500);
        assertThat(dropped("over_mtu")).isEqualTo(2);
    }

    @Test
    void aClientThatDidNotAgreeSendsNone() throws Exception {
        start(true, true);
        bob.superPackets = true;
        router.route(alice, List.of(tcp(ALICE, GATEWAY, 1501), tcp(ALICE, BOB, 1501), tcp(ALICE, BOB, 1500)));
        assertThat(adapter().takeSent(NOW)).isNull();
        assertThat(bob.offered).containsExactly(tcp(ALICE, BOB, 1500));
        assertThat(dropped("over_mtu")).isEqualTo(2);
    }

    @Test
    void aSuperPacketWithAnotherSourceOrToNobodyIsDroppedAsAnyPacketIs() {
        start(true, true);
        alice.superPackets = true;
        router.route(alice, List.of(tcp(BOB, GATEWAY, 9000), tcp(ALICE, "10.66.77.99", 9000), tcp(ALICE, "224.0.0.1", 9000)));
        assertThat(dropped("source_address")).isEqualTo(1);
        assertThat(dropped("unknown_destination")).isEqualTo(1);
        assertThat(dropped("multicast")).isEqualTo(1);
    }

    @Test
    void fromAClientToAnAdapterWithOffloadTheyStayWhole() throws Exception {
        start(true, true);
        alice.superPackets = true;
        byte[] packet = tcp(ALICE, GATEWAY, 65_535);
        router.route(alice, List.of(packet));
        assertThat(adapter().takeSent(SOON)).isEqualTo(packet);
        assertThat(router.counters()).containsEntry("packets.out", 1L).containsEntry("bytes.out", 65_535L);
    }

    @Test
    void fromAClientToAnAdapterWithoutOffloadTheyAreCut() throws Exception {
        start(true, false);
        alice.superPackets = true;
        byte[] packet = tcp(ALICE, "192.0.2.1", 10_000);
        router.route(alice, List.of(packet));
        for (byte[] part : cut(packet)) {
            assertThat(adapter().takeSent(SOON)).isEqualTo(part);
        }
        assertThat(adapter().takeSent(NOW)).isNull();
        assertThat(router.counters()).containsEntry("packets.out", 7L).containsEntry("bytes.out", 10_000L + 6 * 40);
    }

    @Test
    void fromClientToClientTheyAreCutOnlyIfTheReceiverTakesNone() {
        start(true, false);
        alice.superPackets = true;
        byte[] packet = tcp(ALICE, BOB, 10_000);
        router.route(alice, List.of(packet));
        assertThat(bob.offered).containsExactlyElementsOf(cut(packet));
        bob.offered.clear();
        bob.superPackets = true;
        router.route(alice, List.of(packet));
        assertThat(bob.offered).containsExactly(packet);
    }
}
