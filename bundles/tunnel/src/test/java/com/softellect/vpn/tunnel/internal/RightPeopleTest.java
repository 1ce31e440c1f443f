package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import com.softellect.vpn.credential.Profile;
import com.softellect.vpn.credential.ProfileFormat;
import com.softellect.vpn.endpoint.internal.GatewayHarness;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import com.softellect.vpn.tunnel.internal.Line.TlsRecord;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who gets in, who stays in, and who does not: a gateway and its clients in one JVM, over real HTTPS and a line that can be cut. */
@Timeout(180)
class RightPeopleTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ALICE = "10.66.77.2";
    private static final String BOB = "10.66.77.3";
    private static final String GATEWAY = "10.66.77.1";
    private static final int APPLICATION_DATA = 23;

    /** The most of an alert: two bytes, its type, the Java platform's padding of 16 and the authentication tag (RFC 8446, section 5.2). */
    private static final int ENCRYPTED_ALERT_BYTES = 2 + 1 + 16 + 16;

    private final List<Client> clients = new ArrayList<>();
    private GatewayHarness gateway;
    private Line line;

    @TempDir
    private Path folders;

    /** One client's Karaf. */
    private final class Client {

        private final Path folder = folders.resolve("client-" + clients.size());
        private final MemoryTunAdapterProvider adapters = new MemoryTunAdapterProvider();
        private final TunnelComponent tunnel = new TunnelComponent(new Environment(CxfGatewayClient::new, new AdapterProviders(),
                InstantSource.system(), () -> ThreadLocalRandom.current().nextDouble(), "test", folder.resolve("etc"), folder));

        Client(Map<String, Object> settings) {
            clients.add(this);
            tunnel.bindProvider(adapters);
            Map<String, Object> all = new HashMap<>(Map.of("adapterType", "memory"));
            all.putAll(settings);
            tunnel.configure(Settings.of(all));
        }

        TunnelStatus connect() throws Exception {
            return tunnel.connect().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }

        MemoryTunAdapter adapter() throws InterruptedException {
            return adapters.awaitAdapter("vpnc0", SOON).orElseThrow();
        }

        TunnelStatus await(TunnelState state) throws InterruptedException {
            until(() -> tunnel.status().state() == state);
            return tunnel.status();
        }
    }

    @BeforeEach
    void start() throws Exception {
        gateway = new GatewayHarness(30, Map.of());
        gateway.addClient("alice", ALICE);
        gateway.addClient("bob", BOB);
        line = new Line(URI.create(gateway.url()).getPort());
    }

    @AfterEach
    void stop() throws Exception {
        clients.forEach(client -> client.tunnel.deactivate());
        line.close();
        gateway.close();
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** What the operator hands out, over the line. */
    private byte[] profile(String clientId, String pin) {
        Profile issued = gateway.profile(clientId);
        return ProfileFormat.write(new Profile(clientId, List.of("https://127.0.0.1:" + line.port() + "/cxf/vpn"), List.of(pin), issued.publicKey(),
                issued.privateKey(), null, null, true));
    }

    private byte[] profile(String clientId) {
        return profile(clientId, gateway.pin());
    }

    private Client connected(String clientId) throws Exception {
        Client client = new Client(Map.of("autoConnect", true));
        client.tunnel.useProfile(profile(clientId));
        assertThat(client.connect().state()).as("%s", client.tunnel.status()).isEqualTo(TunnelState.CONNECTED);
        return client;
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
        return gateway.registry.sessions().stream().filter(s -> s.clientId().equals(clientId)).findFirst().orElse(null);
    }

    private void assertTrafficBothWays(Client alice, int number) throws InterruptedException {
        alice.adapter().inject(packet(ALICE, GATEWAY, number));
        assertThat(number(gateway.adapter().takeSent(SOON))).isEqualTo(number);
        gateway.adapter().inject(packet(GATEWAY, ALICE, number));
        assertThat(number(alice.adapter().takeSent(SOON))).isEqualTo(number);
    }

    @Test
    void aForgedGatewayGetsNothingButTheBeginningOfAHandshake() throws Exception {
        Client alice = new Client(Map.of("autoConnect", true));
        alice.await(TunnelState.FAILED); // there is no profile: the next one is used at once
        alice.tunnel.useProfile(profile("alice", Profiles.PIN));
        until(() -> alice.tunnel.status().problem().contains("not the gateway of the profile"));
        TunnelStatus failed = alice.await(TunnelState.FAILED);
        assertThat(failed.problem()).contains(gateway.pin(), "vpn:identity");
        assertThat(line.records()).isNotEmpty().filteredOn(record -> record.type() == APPLICATION_DATA)
                .as("no call").extracting(TlsRecord::length).allMatch(length -> length <= ENCRYPTED_ALERT_BYTES);
        assertThat(line.connections()).as("asked once").isEqualTo(1);
        assertThat(gateway.registry.sessions()).isEmpty();
    }

    @Test
    void ofTwoHoldersOfOneProfileTheNewestWinsAndTheOlderIsToldAndStaysAway() throws Exception {
        Client owner = connected("alice");
        Client thief = connected("alice");
        TunnelStatus failed = owner.await(TunnelState.FAILED);
        assertThat(failed.problem()).contains("REPLACED", "connected elsewhere", "vpn:client-rotate");
        long newest = session("alice").number();
        long polls = thief.tunnel.status().polls();
        until(() -> thief.tunnel.status().polls() >= polls + 8); // two seconds of an idle tunnel
        assertThat(session("alice").number()).as("nobody has authenticated since").isEqualTo(newest);
        assertThat(newest).as("sessions that were opened").isEqualTo(2);
        assertThat(owner.tunnel.status().state()).isEqualTo(TunnelState.FAILED);
        assertThat(thief.tunnel.status().state()).isEqualTo(TunnelState.CONNECTED);
        assertTrafficBothWays(thief, 7);
    }

    @Test
    void whoHasLostHisSessionToAnotherHolderIsToldWhenHeComesBack() throws Exception {
        Client owner = connected("alice");
        line.cut();
        owner.await(TunnelState.WAITING);
        Client other = new Client(Map.of());
        other.tunnel.useProfile(ProfileFormat.write(gateway.profile("alice"))); // past the line
        assertThat(other.connect().state()).isEqualTo(TunnelState.CONNECTED);
        line.repair();
        assertThat(owner.await(TunnelState.FAILED).problem()).contains("REPLACED");
        assertThat(session("alice").number()).isEqualTo(2);
        assertTrafficBothWays(other, 3);
    }

    @Test
    void aConnectionThatBreaksIsMadeAgainWithTheSameSessionAndWhatWaitedArrives() throws Exception {
        Client alice = connected("alice");
        assertTrafficBothWays(alice, 1);
        Session session = session("alice");
        MemoryTunAdapter adapter = alice.adapter();
        line.cut();
        alice.await(TunnelState.WAITING);
        until(line::isDry); // what the dead connection's polls would take is lost with them
        for (int i = 0; i < 50; i++) {
            adapter.inject(packet(ALICE, GATEWAY, 100 + i));
            gateway.adapter().inject(packet(GATEWAY, ALICE, 200 + i));
        }
        line.repair();
        for (int i = 0; i < 50; i++) {
            assertThat(number(gateway.adapter().takeSent(SOON))).as("up").isEqualTo(100 + i);
            assertThat(number(adapter.takeSent(SOON))).as("down").isEqualTo(200 + i);
        }
        TunnelStatus status = alice.await(TunnelState.CONNECTED);
        assertThat(status.resumes()).isPositive().isEqualTo(status.reconnects());
        assertThat(session("alice")).isSameAs(session);
        assertThat(alice.adapter()).isSameAs(adapter);
    }

    @Test
    void aConnectionThatBreaksUnderTrafficGoesOnWithTheSameSession() throws Exception {
        Client alice = connected("alice");
        Session session = session("alice");
        for (int round = 1; round <= 3; round++) {
            Thread traffic = sendBothWays(alice);
            line.cut();
            alice.await(TunnelState.WAITING);
            line.repair();
            alice.await(TunnelState.CONNECTED);
            traffic.join();
            awaitTraffic(alice, 1_000_000 + round);
        }
        assertThat(session("alice")).isSameAs(session);
        assertThat(alice.tunnel.status().resumes()).isGreaterThanOrEqualTo(3);
    }

    /** In a thread of its own, whatever becomes of the packets. */
    private Thread sendBothWays(Client alice) throws InterruptedException {
        MemoryTunAdapter adapter = alice.adapter();
        Thread traffic = new Thread(() -> {
            for (int i = 0; i < 2000; i++) {
                adapter.inject(packet(ALICE, GATEWAY, i));
                gateway.adapter().inject(packet(GATEWAY, ALICE, i));
            }
        });
        traffic.start();
        return traffic;
    }

    /** What the cut has lost, full queues and polls of the dead connection may take a packet; traffic goes on nevertheless, both ways. */
    private void awaitTraffic(Client alice, int number) throws InterruptedException {
        awaitTraffic(alice.adapter(), packet(ALICE, GATEWAY, number), gateway.adapter());
        awaitTraffic(gateway.adapter(), packet(GATEWAY, ALICE, number), alice.adapter());
    }

    private static void awaitTraffic(MemoryTunAdapter sender, byte[] packet, MemoryTunAdapter receiver) throws InterruptedException {
        byte[] received = null;
        while (!Arrays.equals(received, packet)) {
            if (received == null) {
                sender.inject(packet.clone());
            }
            received = receiver.takeSent(Duration.ofMillis(200));
        }
    }

    @Test
    void aSessionThatIsGoneAfterABreakIsFollowedByANewOne() throws Exception {
        Client alice = connected("alice");
        Session old = session("alice");
        line.cut();
        alice.await(TunnelState.WAITING);
        gateway.registry.end(old, EndReason.IDLE);
        line.repair();
        TunnelStatus status = alice.await(TunnelState.CONNECTED);
        assertThat(status.resumes()).isZero();
        assertThat(status.reconnects()).isPositive();
        assertThat(session("alice").number()).isGreaterThan(old.number());
        assertTrafficBothWays(alice, 9);
    }

    @ParameterizedTest
    @CsvSource({"disable,REVOKED,DISABLED", "remove,REVOKED,REFUSED", "expire,EXPIRED,EXPIRED", "rotate,KEY_CHANGED,REFUSED"})
    void whoIsPutOutDuringTrafficStopsAndSaysWhyAndNobodyElseNotices(String how, String reason, String reasonLater) throws Exception {
        Client alice = connected("alice");
        Client bob = connected("bob");
        Thread traffic = sendBothWays(alice);
        putOut(how);
        TunnelStatus failed = alice.await(TunnelState.FAILED);
        traffic.join();
        assertThat(failed.problem()).contains(reason, "vpn:connect");
        long bobsPolls = bob.tunnel.status().polls();
        until(() -> bob.tunnel.status().polls() >= bobsPolls + 4); // a second of an idle tunnel
        assertThat(session("alice")).isNull();
        assertThat(alice.tunnel.status().state()).isEqualTo(TunnelState.FAILED);
        assertThat(alice.connect().problem()).contains(reasonLater);
        assertThat(bob.tunnel.status().reconnects()).isZero();
        bob.adapter().inject(packet(BOB, GATEWAY, 5_000));
        byte[] packet = gateway.adapter().takeSent(SOON);
        while (number(packet) != 5_000) { // alice's, from before
            packet = gateway.adapter().takeSent(SOON);
        }
    }

    private void putOut(String how) throws Exception {
        switch (how) {
            case "disable" -> gateway.setEnabled("alice", false);
            case "remove" -> gateway.removeClient("alice");
            case "expire" -> gateway.expireClient("alice");
            case "rotate" -> gateway.rotateClient("alice");
            default -> throw new IllegalArgumentException(how);
        }
    }

    @Test
    void afterItsKeyWasChangedAClientGetsInWithTheNewProfile() throws Exception {
        Client alice = connected("alice");
        gateway.rotateClient("alice");
        alice.await(TunnelState.FAILED);
        alice.tunnel.useProfile(profile("alice"));
        assertThat(alice.connect().state()).isEqualTo(TunnelState.CONNECTED);
        assertTrafficBothWays(alice, 4);
    }

    @Test
    void aProfileThatIsDroppedIntoTheFolderConnectsAndIsNoLongerThere() throws Exception {
        Client alice = new Client(Map.of());
        Path connect = alice.folder.resolve("connect");
        until(() -> Files.isDirectory(connect));
        Path file = Files.write(connect.resolve("alice.vpnprofile"), profile("alice"));
        alice.await(TunnelState.CONNECTED);
        assertThat(file).doesNotExist();
        assertThat(alice.folder.resolve("etc/vpn/profile.vpnprofile")).hasBinaryContent(profile("alice"));
        assertTrafficBothWays(alice, 2);
    }

    @Test
    void aProfileThatIsWrittenInTwoHalvesConnectsWhenTheSecondIsThere() throws Exception {
        Client alice = new Client(Map.of());
        Path connect = alice.folder.resolve("connect");
        until(() -> Files.isDirectory(connect));
        byte[] profile = profile("alice");
        Path file = Files.write(connect.resolve("alice.vpnprofile"), Arrays.copyOf(profile, profile.length / 2));
        until(() -> String.valueOf(alice.tunnel.status().problem()).contains("not complete yet"));
        assertThat(alice.tunnel.status().state()).isEqualTo(TunnelState.DISCONNECTED);
        Files.write(file, Arrays.copyOfRange(profile, profile.length / 2, profile.length), StandardOpenOption.APPEND);
        assertThat(alice.await(TunnelState.CONNECTED).problem()).isNull();
        assertThat(file).doesNotExist();
    }

    @Test
    void aDamagedProfileThatIsDroppedDoesNotDisturbTheTunnelThatRuns() throws Exception {
        Client alice = connected("alice");
        Path connect = alice.folder.resolve("connect");
        Files.writeString(connect.resolve("bob.vpnprofile"), new String(profile("bob"), StandardCharsets.UTF_8).replace("pins", "pjns"));
        until(() -> Files.exists(connect.resolve("bob.vpnprofile.rejected")));
        until(() -> String.valueOf(alice.tunnel.status().problem()).contains("bob.vpnprofile.rejected"));
        assertThat(alice.tunnel.status().state()).isEqualTo(TunnelState.CONNECTED);
        assertTrafficBothWays(alice, 6);
        assertThat(alice.tunnel.status().reconnects()).isZero();
    }

    @Test
    void theCallsOfATunnelShareAFewConnectionsThatAreKept() throws Exception {
        Client alice = new Client(Map.of("maxPolls", 2, "maxSends", 1));
        alice.tunnel.useProfile(profile("alice"));
        assertThat(alice.connect().state()).isEqualTo(TunnelState.CONNECTED);
        for (int i = 0; i < 200; i++) {
            assertTrafficBothWays(alice, i);
        }
        assertThat(alice.tunnel.status().polls()).isGreaterThanOrEqualTo(200);
        assertThat(line.connections()).isLessThanOrEqualTo(5);
    }
}
