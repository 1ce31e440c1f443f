package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Quota;
import com.softellect.vpn.api.policy.Rule;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.credential.ProfileFormat;
import com.softellect.vpn.endpoint.internal.GatewayHarness;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client may do is changed while its packets flow: a whole gateway and a client in one JVM, real SOAP over HTTPS, in-memory TUN adapters. */
@Timeout(120)
class PolicyOnLiveFlowsTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** Longer than anything that is on its way takes here; what comes later is seen by the steps that follow. */
    private static final Duration A_WHILE = Duration.ofMillis(300);
    private static final String ALICE = "10.66.77.2";
    private static final String SERVER = "192.0.2.7";
    private static final int WEB = 443;
    private static final int MAIL = 25;
    private static final byte ICMP = 1;
    private static final byte UDP = 17;

    @TempDir
    private Path folders;

    private GatewayHarness gateway;
    private TunnelComponent tunnel;
    private MemoryTunAdapter alice;

    @BeforeEach
    void connect() throws Exception {
        gateway = new GatewayHarness(30, Map.of("queuePackets", 20_000, "queueBytes", 1 << 26));
        gateway.addClient("alice", ALICE);
        MemoryTunAdapterProvider adapters = new MemoryTunAdapterProvider();
        tunnel = new TunnelComponent(new Environment(CxfGatewayClient::new, new AdapterProviders(), InstantSource.system(),
                () -> ThreadLocalRandom.current().nextDouble(), "test", folders.resolve("etc"), folders));
        tunnel.bindProvider(adapters);
        tunnel.configure(Settings.of(Map.of("adapterType", "memory", "queuePackets", 20_000, "queueBytes", 1 << 26,
                "queueTargetMillis", Settings.PATIENT_MILLIS)));
        tunnel.useProfile(ProfileFormat.write(gateway.profile("alice")));
        assertThat(tunnel.connect().toCompletableFuture().get(60, TimeUnit.SECONDS).state()).isEqualTo(TunnelState.CONNECTED);
        alice = adapters.adapter("vpnc0").orElseThrow();
    }

    @AfterEach
    void stop() throws Exception {
        tunnel.deactivate();
        gateway.close();
    }

    private static byte[] datagram(String from, int fromPort, String to, int toPort, int number, int bytes) {
        ByteBuffer packet = ByteBuffer.allocate(bytes);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) bytes).putInt(0).put((byte) 64).put(UDP).putShort((short) 0);
        packet.putInt(Ipv4Network.parseAddress(from)).putInt(Ipv4Network.parseAddress(to));
        packet.putShort((short) fromPort).putShort((short) toPort).putShort((short) (bytes - 20)).putShort((short) 0).putInt(number);
        return packet.array();
    }

    private static byte[] up(int port, int number) {
        return datagram(ALICE, 40_000, SERVER, port, number, 32);
    }

    private static byte[] down(int port, int number) {
        return datagram(SERVER, port, ALICE, 40_000, number, 32);
    }

    private Session session() {
        return gateway.registry.sessions().get(0);
    }

    @Test
    void aRuleThatGoesCutsExactlyWhatIsNoMoreAllowed() throws Exception {
        Session before = session();
        gateway.setPolicy("alice", Policy.OPEN.withAllowed(List.of(Rule.parse(SERVER + ":udp:443"), Rule.parse(SERVER + ":udp:25"))));
        exchange(WEB, 1);
        exchange(MAIL, 2);

        gateway.setPolicy("alice", Policy.OPEN.withAllowed(List.of(Rule.parse(SERVER + ":udp:443"))));

        alice.inject(up(MAIL, 3));
        gateway.adapter().inject(down(MAIL, 4));
        byte[] told = alice.takeSent(SOON);
        assertThat(told[9]).isEqualTo(ICMP);
        assertThat(ByteBuffer.wrap(told, 28, 32).slice()).as("which packet it is about").isEqualTo(ByteBuffer.wrap(up(MAIL, 3)));
        for (int number = 5; number < 50; number++) {
            exchange(WEB, number);
        }
        assertThat(gateway.router.counters()).containsEntry("drop.policy", 2L);

        gateway.setPolicy("alice", Policy.OPEN);
        exchange(MAIL, 50);
        assertThat(session()).as("the session went on").isSameAs(before);
        assertThat(tunnel.status().reconnects()).isZero();
    }

    /** One packet each way; nothing else comes before them. */
    private void exchange(int port, int number) throws InterruptedException {
        alice.inject(up(port, number));
        assertThat(gateway.adapter().takeSent(SOON)).isEqualTo(up(port, number));
        gateway.adapter().inject(down(port, number));
        assertThat(alice.takeSent(SOON)).isEqualTo(down(port, number));
    }

    @Test
    void aQuotaThatIsUsedUpStopsAFlowAndOneThatIsRaisedLetsItGoOn() throws Exception {
        Session before = session();
        exchange(WEB, 0);
        gateway.setPolicy("alice", Policy.OPEN.withQuota(new Quota(64 * 100, Quota.Period.MONTH)));
        int exchanged = 0;
        while (exchanged < 1000 && sendUntilUsedUp(exchanged)) {
            gateway.adapter().inject(down(WEB, exchanged));
            assertThat(alice.takeSent(SOON)[9]).isEqualTo(UDP);
            exchanged++;
        }
        assertThat(exchanged).as("exchanges of 64 bytes, of which 100 are allowed").isBetween(90, 100);
        assertThat(session().quotaUsedUp()).isTrue();
        assertThat(alice.takeSent(SOON)[9]).as("the client is told").isEqualTo(ICMP);
        awaitNotice("quota of 6400 B a month used up, nothing passes until");
        assertThat(gateway.router.counters().get("drop.quota")).isPositive();
        gateway.adapter().inject(down(WEB, 7));
        assertThat(alice.takeSent(A_WHILE)).as("nor is it sent anything").isNull();

        gateway.setPolicy("alice", Policy.OPEN.withQuota(new Quota(1 << 30, Quota.Period.MONTH)));

        exchange(WEB, 8);
        awaitNotice("quota of 1073741824 B a month");
        gateway.setPolicy("alice", Policy.OPEN.withDownLimit(5_000_000));
        awaitNotice("limited to 5 Mbit/s down");
        gateway.setPolicy("alice", Policy.OPEN);
        awaitNotice("null");
        assertThat(session()).isSameAs(before);
        assertThat(tunnel.status().state()).isEqualTo(TunnelState.CONNECTED);
    }

    private void awaitNotice(String beginning) throws InterruptedException {
        while (!String.valueOf(tunnel.status().notice()).startsWith(beginning)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** @return whether the packet came through, or else the quota is used up */
    private boolean sendUntilUsedUp(int number) throws InterruptedException {
        alice.inject(up(WEB, number));
        byte[] arrived = null;
        while (arrived == null && !session().quotaUsedUp()) {
            arrived = gateway.adapter().takeSent(Duration.ofMillis(10));
        }
        return arrived != null || gateway.adapter().takeSent(A_WHILE) != null;
    }

    @Test
    void limitsHoldAFlowBackEachWayAndLetItGoWhenTheyAreTakenAway() throws Exception {
        int packets = 300;
        int bytes = 1000;
        gateway.setPolicy("alice", Policy.OPEN.withUpLimit(8_000_000).withDownLimit(8_000_000));
        exchange(WEB, 0);
        long start = System.nanoTime();
        for (int i = 0; i < packets; i++) {
            gateway.adapter().inject(datagram(SERVER, WEB, ALICE, 40_000, i, bytes));
        }
        for (int i = 0; i < packets; i++) {
            assertThat(alice.takeSent(SOON)).hasSize(bytes);
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat((i + 1.0) * bytes).isLessThanOrEqualTo(1_000_000 * seconds + (64 << 10) + bytes);
        }
        long began = System.nanoTime();
        for (int i = 0; i < 100; i++) { // not so many that the queue for them stands, and some are dropped
            alice.inject(datagram(ALICE, 40_000, SERVER, WEB, i, bytes));
        }
        byte[] packet = gateway.adapter().takeSent(SOON);
        for (int i = 1; packet != null; i++) {
            assertThat((double) i * bytes).isLessThanOrEqualTo(1_000_000 * (System.nanoTime() - began) / 1e9 + (64 << 10) + bytes);
            packet = gateway.adapter().takeSent(A_WHILE);
        }

        gateway.setPolicy("alice", Policy.OPEN.withUpLimit(8000).withDownLimit(8000));
        for (int i = 0; i < 20; i++) {
            alice.inject(datagram(ALICE, 40_000, SERVER, WEB, i, bytes));
            gateway.adapter().inject(datagram(SERVER, WEB, ALICE, 40_000, i, bytes));
        }
        gateway.setPolicy("alice", Policy.OPEN);
        for (int i = 0; i < 20; i++) {
            assertThat(alice.takeSent(SOON)).hasSize(bytes);
        }
        alice.inject(up(WEB, 1));
        do {
            packet = gateway.adapter().takeSent(SOON);
        } while (packet.length == bytes);
        assertThat(packet).isEqualTo(up(WEB, 1));
    }

    @Test
    void aClientWhoseTimeEndsIsCutOffAndToldWhy() throws Exception {
        exchange(WEB, 0);
        gateway.expireClient("alice");
        while (tunnel.status().state() != TunnelState.FAILED) {
            alice.inject(up(WEB, 1));
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(tunnel.status().problem()).contains("time");
        assertThat(gateway.registry.sessions()).isEmpty();
        byte[] late = gateway.adapter().takeSent(Duration.ZERO);
        while (late != null) {
            late = gateway.adapter().takeSent(Duration.ZERO);
        }
        alice.inject(up(WEB, 2));
        assertThat(gateway.adapter().takeSent(A_WHILE)).isNull();
    }
}
