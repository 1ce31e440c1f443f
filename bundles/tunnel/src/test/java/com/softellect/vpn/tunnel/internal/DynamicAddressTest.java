package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.client.NewClient;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.tunnel.TunnelState;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients without an address of their own, and a gateway in one JVM: real SOAP over HTTPS, in-memory TUN adapters. */
@Timeout(120)
class DynamicAddressTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folders;

    private final List<TunnelComponent> tunnels = new ArrayList<>();
    private GatewayHarness gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new GatewayHarness(30, Map.of());
        gateway.addClient("alice", NewClient.DYNAMIC);
        gateway.addClient("bob", "10.66.77.2");
        gateway.addClient("carol", NewClient.DYNAMIC);
    }

    @AfterEach
    void stop() throws Exception {
        tunnels.forEach(TunnelComponent::deactivate);
        gateway.close();
    }

    private TunnelComponent tunnel(String clientId, MemoryTunAdapterProvider adapters) throws Exception {
        Path folder = folders.resolve(clientId);
        TunnelComponent tunnel = new TunnelComponent(new Environment(CxfGatewayClient::new, new AdapterProviders(), InstantSource.system(),
                () -> ThreadLocalRandom.current().nextDouble(), "test", folder.resolve("etc"), folder));
        tunnels.add(tunnel);
        tunnel.bindProvider(adapters);
        tunnel.configure(Settings.of(Map.of("adapterType", "memory", "queueTargetMillis", Settings.PATIENT_MILLIS)));
        tunnel.useProfile(ProfileFormat.write(gateway.profile(clientId)));
        connect(tunnel);
        return tunnel;
    }

    private static void connect(TunnelComponent tunnel) throws Exception {
        assertThat(tunnel.connect().toCompletableFuture().get(60, TimeUnit.SECONDS).state()).isEqualTo(TunnelState.CONNECTED);
    }

    private int address(String clientId) {
        return gateway.registry.sessions().stream().filter(session -> session.clientId().equals(clientId)).mapToInt(Session::address).findFirst().orElseThrow();
    }

    @Test
    void aClientIsLentAnAddressThatIsNobodysAndGetsItAgain() throws Exception {
        MemoryTunAdapterProvider adapters = new MemoryTunAdapterProvider();
        TunnelComponent alice = tunnel("alice", adapters);
        int lent = address("alice");
        tunnel("bob", new MemoryTunAdapterProvider());
        tunnel("carol", new MemoryTunAdapterProvider());
        assertThat(List.of(lent, address("bob"), address("carol"))).doesNotHaveDuplicates();
        exchange(adapters.adapter("vpnc0").orElseThrow(), lent);

        alice.disconnect();
        while (gateway.registry.sessions().size() > 2) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        gateway.addClient("dora", null);
        connect(alice);
        assertThat(address("alice")).isEqualTo(lent);

        gateway.registry.endClient("alice", EndReason.ADMINISTRATOR);
        while (alice.status().state() != TunnelState.CONNECTED || gateway.registry.sessions().size() < 3) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(address("alice")).isEqualTo(lent);
        exchange(adapters.adapter("vpnc0").orElseThrow(), lent);
    }

    private void exchange(MemoryTunAdapter alice, int address) throws InterruptedException {
        byte[] down = Packets.tcp("10.66.77.1", Ipv4Network.format(address), 100);
        gateway.adapter().inject(down);
        assertThat(alice.takeSent(SOON)).isEqualTo(down);
        byte[] up = Packets.tcp(Ipv4Network.format(address), "10.66.77.1", 200);
        alice.inject(up);
        assertThat(gateway.adapter().takeSent(SOON)).isEqualTo(up);
    }
}
