package com.softellect.vpn.dns.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientDirectory;
import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.handover.internal.KeptStates;
import com.softellect.vpn.registry.internal.RegistrySettings;
import com.softellect.vpn.registry.internal.Sessions;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The resolver on the loopback, in a tunnel's network of 127.0.0.1/16, with a real registry. */
final class DnsHarness implements AutoCloseable {

    static final String ALICE = "127.0.0.2";
    static final String BOB = "127.0.0.3";

    final int port;
    final List<Client> clients = new ArrayList<>();
    final Sessions registry = new Sessions(Settings.of(RegistrySettings.class, Map.of("network", "127.0.0.1/16")));
    final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    final KeptStates handover = new KeptStates(scheduler);
    final Map<String, Object> settings = new HashMap<>();
    final TestClient alice;
    Dns dns;

    DnsHarness(TestUpstream... upstreams) throws IOException {
        port = freePort();
        settings.put("port", port);
        settings.put("upstreams", String.join(", ", List.of(upstreams).stream().map(TestUpstream::address).toList()));
        alice = new TestClient(ALICE, port);
    }

    /** For TCP and UDP; below those that the system gives to whoever asks for any, since it is bound only later. */
    static int freePort() {
        for (int port = 20_000 + ThreadLocalRandom.current().nextInt(6_000); port < 32_000; port++) {
            InetSocketAddress here = new InetSocketAddress("127.0.0.1", port);
            try (ServerSocket tcp = new ServerSocket(); DatagramSocket udp = new DatagramSocket(here)) {
                tcp.bind(here);
                return udp.getLocalPort();
            } catch (IOException e) {
                continue; // taken: the next one
            }
        }
        throw new IllegalStateException("no port is free");
    }

    DnsHarness with(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    DnsHarness start() throws Exception {
        begin();
        until(() -> dns.status().answering());
        return this;
    }

    void begin() throws IOException {
        dns = new Dns(registry, new Directory(), handover, Settings.of(DnsSettings.class, settings));
        dns.start();
    }

    Client client(String id, String address, boolean clientToClient) {
        Client client = new Client(id, "key", Ipv4Network.parseAddress(address), true, null, clientToClient, Instant.EPOCH, 1);
        clients.add(client);
        return client;
    }

    long counter(DnsCounter counter) {
        return dns.counters().get(counter.word());
    }

    static void until(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 2_000; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        throw new AssertionError("not within 20 s");
    }

    @Override
    public void close() {
        alice.close();
        if (dns != null) {
            dns.stop();
        }
        registry.stop();
        handover.take("dns", Set.of(1)).ifPresent(HandoverState::dispose);
        scheduler.shutdownNow();
    }

    private final class Directory implements ClientDirectory {

        @Override
        public Optional<Client> find(String clientId) {
            return clients.stream().filter(client -> client.id().equals(clientId)).findFirst();
        }

        @Override
        public List<Client> clients() {
            return List.copyOf(clients);
        }
    }
}
