package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.handover.UnknownHandoverException;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.credential.ProfileFormat;
import com.softellect.vpn.endpoint.internal.GatewayHarness;
import com.softellect.vpn.handover.internal.KeptStates;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tunnel that goes from one version of its bundle to the next, over a whole gateway. */
@Timeout(180)
class TunnelHandoverTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ALICE = "10.66.77.2";
    private static final String GATEWAY = "10.66.77.1";

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final KeptStates handover = new KeptStates(scheduler);

    /** Another bundle's, which stays. */
    private final MemoryTunAdapterProvider adapters = new MemoryTunAdapterProvider(handover);
    private GatewayHarness gateway;
    private TunnelComponent tunnel;
    private boolean ending;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws Exception {
        gateway = new GatewayHarness(30, Map.of("queuePackets", 20_000, "queueBytes", 1 << 26));
        gateway.addClient("alice", ALICE);
        tunnel = next();
        tunnel.useProfile(ProfileFormat.write(gateway.profile("alice")));
        tunnel.connect().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        ending = true;
        tunnel.deactivate();
        gateway.close();
        scheduler.shutdownNow();
    }

    /** As the component runtime does it. */
    private TunnelComponent next() {
        TunnelComponent made = new TunnelComponent(handover, () -> ending, new Environment(CxfGatewayClient::new, new AdapterProviders(),
                InstantSource.system(), () -> ThreadLocalRandom.current().nextDouble(), "test", folder.resolve("etc"), folder));
        made.bindProvider(adapters);
        made.activate();
        made.configure(Settings.of(Map.of("adapterType", "memory", "queuePackets", 20_000, "queueBytes", 1 << 26)));
        return made;
    }

    private void swap() {
        tunnel.deactivate();
        tunnel = next();
    }

    private void awaitConnected() throws InterruptedException {
        for (int i = 0; tunnel.status().state() != TunnelState.CONNECTED && i < 1000; i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(tunnel.status().state()).isEqualTo(TunnelState.CONNECTED);
    }

    private Session session() {
        return gateway.registry.sessions().get(0);
    }

    private MemoryTunAdapter alice() {
        return adapters.adapter("vpnc0").orElseThrow();
    }

    private static byte[] packet(String from, String to, int number) {
        ByteBuffer packet = ByteBuffer.allocate(24);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) 24).putInt(0).put((byte) 64).put((byte) 253).putShort((short) 0);
        packet.putInt(Ipv4Network.parseAddress(from)).putInt(Ipv4Network.parseAddress(to)).putInt(number);
        return packet.array();
    }

    @Test
    void theSessionGoesOnAndNothingIsLostEitherWay() throws Exception {
        long number = session().number();
        int down = 0;
        int up = 0;
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 100; i++) {
                gateway.adapter().inject(packet(GATEWAY, ALICE, down + i));
                alice().inject(packet(ALICE, GATEWAY, up + i));
            }
            swap();
            for (int i = 100; i < 150; i++) {
                gateway.adapter().inject(packet(GATEWAY, ALICE, down + i));
            }
            awaitConnected();
            for (int i = 0; i < 150; i++) {
                assertThat(ByteBuffer.wrap(alice().takeSent(SOON)).getInt(20)).as("down").isEqualTo(down++);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(ByteBuffer.wrap(gateway.adapter().takeSent(SOON)).getInt(20)).as("up").isEqualTo(up++);
            }
            assertThat(session().number()).isEqualTo(number);
        }
    }

    @Test
    void atTheEndOfTheProcessItSaysGoodbye() throws Exception {
        ending = true;
        tunnel.deactivate();
        assertThat(gateway.registry.sessions()).isEmpty();
        assertThat(handover.take("tunnel", Set.of(LeftTunnel.VERSION))).isEmpty();
    }

    @Test
    void aTunnelThatWasDisconnectedStaysSo() throws Exception {
        tunnel.disconnect();
        swap();
        assertThat(tunnel.status().state()).isEqualTo(TunnelState.DISCONNECTED);
    }

    @Test
    void nothingOfTheSessionOutlivesTheProcess() {
        tunnel.deactivate();
        HandoverState left = handover.take("tunnel", Set.of(LeftTunnel.VERSION)).orElseThrow();
        assertThat(left.lasting()).isEmpty();
        assertThat(left.toString()).doesNotContain((String) left.passing().get("session"));
    }

    @Test
    void aStateOfAnotherVersionStaysForTheVersionThatKnowsIt() {
        tunnel.deactivate();
        HandoverState left = handover.take("tunnel", Set.of(LeftTunnel.VERSION)).orElseThrow();
        handover.leave("tunnel", new HandoverState(99, left.lasting(), left.passing(), null));
        assertThatThrownBy(this::next).isInstanceOf(UnknownHandoverException.class);
        assertThat(handover.take("tunnel", Set.of(99))).isPresent();
    }
}
