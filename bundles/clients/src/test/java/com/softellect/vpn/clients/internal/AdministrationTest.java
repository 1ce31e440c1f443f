package com.softellect.vpn.clients.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.AuthenticationException;
import com.softellect.vpn.api.client.AddressLease;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.client.LeaseStore;
import com.softellect.vpn.api.client.Enrolment;
import com.softellect.vpn.api.client.NewClient;
import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Quota;
import com.softellect.vpn.api.policy.Rule;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.clients.internal.MemoryStore.Failure;
import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.Profile;
import com.softellect.vpn.credential.ProfileFormat;
import com.softellect.vpn.credential.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class AdministrationTest {

    private static final String ADMIN = "karaf";
    private static final String HERE = "192.0.2.1";
    private static final String PIN = FakeIdentity.pin(1);
    private static final String KEY = ClientKey.generate().publicKey();
    private static final Instant NEXT_YEAR = VirtualTime.START.plus(Duration.ofDays(365));

    private final VirtualTime time = new VirtualTime();
    private final MemoryStore store = new MemoryStore();
    private final RecordedAudit log = new RecordedAudit();
    private final AuditTrail trail = new AuditTrail(time);
    private final FakeIdentity identity = new FakeIdentity(PIN);
    private final FakeRegistry registry = new FakeRegistry();
    private Clients clients;
    private Administration administration;

    @BeforeEach
    void start() {
        trail.bindLog(log);
        clients = new Clients(store, Handover.none(), time);
        clients.bindRegistry(registry);
        administration = new Administration(clients, trail, time, Duration.ZERO);
        administration.bindIdentity(identity);
    }

    private static NewClient wanted(String id) {
        return new NewClient(id, null, null, null, false);
    }

    private Client add(String id) throws ClientException {
        return administration.add(wanted(id), ADMIN).client();
    }

    private Client connected(String id) throws ClientException {
        Client client = add(id);
        registry.open(client, false);
        log.take();
        return client;
    }

    private static void assertRefused(ThrowingCallable change, String message) {
        assertThatThrownBy(change).isInstanceOf(ClientException.class).hasMessageContaining(message);
    }

    @Test
    void aClientThatIsAddedIsStoredKnownAndRecorded() throws Exception {
        Client alice = administration.add(new NewClient("alice", KEY, "10.66.77.9", NEXT_YEAR, true), ADMIN).client();
        assertThat(alice).isEqualTo(new Client("alice", KEY, Ipv4Network.parseAddress("10.66.77.9"), true, NEXT_YEAR, true, VirtualTime.START, 1));
        assertThat(clients.find("alice")).contains(alice);
        assertThat(clients.clients()).containsExactly(alice);
        assertThat(store.find("alice")).contains(alice);
        assertThat(new Clients(store, Handover.none(), time).clients()).as("after a restart").containsExactly(alice);
        assertThat(log.take()).containsExactly("client.added {administrator=karaf, client=alice, publicKey=" + KEY
                + ", address=10.66.77.9, expires=2027-11-22T12:00:00Z, clientToClient=true}");
    }

    @Test
    void theProfileOfAnAddedClientHoldsAKeyThatIsNowhereElse() throws Exception {
        try (Enrolment enrolment = administration.add(wanted("alice"), ADMIN)) {
            Profile profile = ProfileFormat.read(enrolment.profile());
            ClientKey key = ClientKey.of(profile.privateKey(), profile.publicKey());
            assertThat(key.publicKey()).isEqualTo(enrolment.client().publicKey());
            assertThat(profile.clientId()).isEqualTo("alice");
            assertThat(profile.gateways()).containsExactly(FakeIdentity.URL);
            assertThat(profile.pins()).containsExactly(PIN, FakeIdentity.pin(99));
            assertThat(profile.address()).isEqualTo("10.66.77.2");
            assertThat(profile.expires()).isNull();
            assertThat(profile.clientToClient()).isFalse();
        }
    }

    @Test
    void theProfileOfAClientWithItsOwnKeyHoldsNoSecret() throws Exception {
        Profile profile = ProfileFormat.read(administration.add(new NewClient("alice", KEY, null, NEXT_YEAR, true), ADMIN).profile());
        assertThat(profile.privateKey()).isNull();
        assertThat(profile.publicKey()).isEqualTo(KEY);
        assertThat(profile.expires()).isEqualTo(NEXT_YEAR);
        assertThat(profile.clientToClient()).isTrue();
    }

    @Test
    void anAddedClientAuthenticatesWithItsProfile() throws Exception {
        Authentication authentication = authentication();
        Enrolment enrolment = administration.add(wanted("alice"), ADMIN);
        assertThat(authentication.authenticate(Proof.create("alice", key(enrolment), PIN, time.millis()), HERE)).isEqualTo(enrolment.client());
    }

    private Authentication authentication() {
        Authentication authentication = new Authentication(clients, new Guard(time), trail, time, time);
        authentication.bindIdentity(identity);
        return authentication;
    }

    private static ClientKey key(Enrolment enrolment) {
        Profile profile = ProfileFormat.read(enrolment.profile());
        return ClientKey.of(profile.privateKey(), profile.publicKey());
    }

    @Test
    void addressesAreGivenInOrderAndAgainWhenTheyAreFree() throws Exception {
        Client first = add("a");
        administration.add(new NewClient("b", null, "10.66.77.4", null, false), ADMIN);
        assertThat(Ipv4Network.format(first.address())).isEqualTo("10.66.77.2");
        assertThat(Ipv4Network.format(add("c").address())).isEqualTo("10.66.77.3");
        assertThat(Ipv4Network.format(add("d").address())).isEqualTo("10.66.77.5");
        administration.remove("a", ADMIN);
        assertThat(Ipv4Network.format(add("e").address())).isEqualTo("10.66.77.2");
    }

    @Test
    void aClientWithoutAnAddressOfItsOwnIsLentOneThatIsNobodysAndKeepsIt() throws Exception {
        add("bob");
        Enrolment enrolment = administration.add(new NewClient("alice", null, NewClient.DYNAMIC, null, false), ADMIN);
        Client alice = enrolment.client();
        assertThat(alice.hasOwnAddress()).isFalse();
        assertThat(ProfileFormat.read(enrolment.profile()).address()).isNull();
        assertThat(log.take()).last().asString().contains("address=dynamic");
        Authentication authentication = authentication();
        Client connected = authentication.authenticate(Proof.create("alice", key(enrolment), PIN, time.millis()), HERE);
        assertThat(Ipv4Network.format(connected.address())).isEqualTo("10.66.77.3");
        assertThat(connected).isEqualTo(alice.withLentAddress(connected.address()));
        assertThat(authentication.isCurrent(connected)).isTrue();
        assertRefused(() -> administration.add(new NewClient("carol", null, "10.66.77.3", null, false), ADMIN), "lent to client 'alice'");
        assertThat(Ipv4Network.format(add("carol").address())).isEqualTo("10.66.77.4");
        time.pass(Duration.ofMinutes(59));
        assertThat(authentication.authenticate(Proof.create("alice", key(enrolment), PIN, time.millis()), HERE)).isEqualTo(connected);
        registry.open(connected, false);
        administration.setClientToClient("alice", true, ADMIN);
        assertThat(authentication.isCurrent(connected)).as("it was changed").isFalse();
        assertThat(registry.takeEvents()).as("the session goes on").containsExactly("alice client-to-client true");
        administration.remove("alice", ADMIN);
        assertThat(Ipv4Network.format(add("dora").address())).isEqualTo("10.66.77.3");
    }

    @Test
    void aClientGetsAnotherAddressAndComesBackWithIt() throws Exception {
        Client alice = connected("alice");
        add("bob");
        log.take();
        assertRefused(() -> administration.setAddress("alice", "10.66.77.3", ADMIN), "address of client 'bob'");
        assertThat(administration.setAddress("alice", "10.66.77.2", ADMIN)).as("it has that").isEqualTo(alice);
        assertThat(registry.takeEvents()).isEmpty();
        Client moved = administration.setAddress("alice", "10.66.77.9", ADMIN);
        assertThat(Ipv4Network.format(moved.address())).isEqualTo("10.66.77.9");
        assertThat(registry.takeEvents()).containsExactly("alice ADMINISTRATOR");
        assertThat(Ipv4Network.format(add("carol").address())).as("the one before is free").isEqualTo("10.66.77.2");
        Client lent = administration.setAddress("alice", NewClient.DYNAMIC, ADMIN);
        assertThat(lent.hasOwnAddress()).isFalse();
        int address = clients.withAddress(lent).address();
        assertThat(administration.setAddress("alice", Ipv4Network.format(address), ADMIN).address()).as("what it was lent becomes its own").isEqualTo(address);
        assertThat(log.take()).contains("client.address_changed {administrator=karaf, client=alice, address=10.66.77.9}",
                "client.address_changed {administrator=karaf, client=alice, address=dynamic}");
    }

    @Test
    void anAddressIsFreeAgainIfItsClientCouldNotBeStored() throws Exception {
        store.failure = Failure.BEFORE_THE_CHANGE;
        assertRefused(() -> administration.add(new NewClient("alice", null, "10.66.77.9", null, false), ADMIN), "store failed");
        store.failure = null;
        assertThat(Ipv4Network.format(administration.add(new NewClient("bob", null, "10.66.77.9", null, false), ADMIN).client().address())).isEqualTo("10.66.77.9");
    }

    @Test
    void withoutARegistryThereIsNoAddressToLendAndNobodyIsToBlame() throws Exception {
        Enrolment enrolment = administration.add(new NewClient("alice", null, NewClient.DYNAMIC, null, false), ADMIN);
        clients.unbindRegistry(registry);
        for (int i = 0; i < 30; i++) {
            time.pass(Duration.ofSeconds(6));
            assertThatThrownBy(() -> authentication().authenticate(Proof.create("alice", key(enrolment), PIN, time.millis()), HERE))
                    .isInstanceOfSatisfying(AuthenticationException.class, e -> assertThat(e.reason()).isEqualTo(AuthenticationException.Reason.CHANGED));
        }
    }

    /** The registry was there before the clients were, as after a swap of these without what they leave. */
    @Test
    void addressesThatLiveSessionsHaveStayTheirs() throws Exception {
        Client alice = administration.add(new NewClient("alice", null, NewClient.DYNAMIC, null, false), ADMIN).client();
        Client bob = administration.add(new NewClient("bob", null, NewClient.DYNAMIC, null, false), ADMIN).client();
        registry.open(alice.withLentAddress(Ipv4Network.parseAddress("10.66.77.50")), false);
        store.add(new Client("carol", KEY, Ipv4Network.parseAddress("10.66.77.51"), true, null, false, VirtualTime.START, 1)); // copied by hand
        registry.open(bob.withLentAddress(Ipv4Network.parseAddress("10.66.77.51")), false);
        Clients next = new Clients(store, Handover.none(), time);
        next.bindRegistry(registry);
        assertThat(Ipv4Network.format(next.withAddress(alice).address())).isEqualTo("10.66.77.50");
        assertThat(registry.takeEvents()).contains("bob ADMINISTRATOR").doesNotContain("alice ADMINISTRATOR");
        assertThat(Ipv4Network.format(next.withAddress(bob).address())).isNotEqualTo("10.66.77.51");
    }

    @Test
    void whatIsLentIsLeftForTheNextVersion() throws Exception {
        Client alice = administration.add(new NewClient("alice", null, NewClient.DYNAMIC, null, false), ADMIN).client();
        Client bob = administration.add(new NewClient("bob", null, NewClient.DYNAMIC, null, false), ADMIN).client();
        Map<String, HandoverState> left = new HashMap<>();
        Handover handover = new Handover() {
            @Override
            public void leave(String name, HandoverState state) {
                left.put(name, state);
            }

            @Override
            public Optional<HandoverState> take(String name, Set<Integer> versions) {
                return Optional.ofNullable(left.remove(name));
            }
        };
        Clients first = new Clients(store, handover, time);
        first.bindRegistry(registry);
        int lentToAlice = first.withAddress(alice).address();
        int lentToBob = first.withAddress(bob).address();
        first.stop();
        store.remove(alice);
        Clients second = new Clients(store, handover, time);
        second.start();
        second.bindRegistry(registry);
        assertThat(second.withAddress(bob).address()).isEqualTo(lentToBob);
        assertThat(second.chooseAddress("new", Ipv4Network.format(lentToAlice))).as("its client is not there any more").isEqualTo(lentToAlice);
        left.put("clients", new HandoverState(1, Map.of("leases", "nonsense"), Map.of(), null));
        new Clients(store, handover, time).start();
    }

    /** The trap: only an orderly end left what was lent. */
    @Test
    void whatIsLentOutlivesACrash() throws Exception {
        Client alice = administration.add(new NewClient("alice", null, NewClient.DYNAMIC, null, false), ADMIN).client();
        Client bob = administration.add(new NewClient("bob", null, NewClient.DYNAMIC, null, false), ADMIN).client();
        KeptInMemory kept = new KeptInMemory();
        Clients first = new Clients(store, Handover.none(), time);
        first.bindLeases(kept);
        first.bindRegistry(registry);
        int lentToAlice = first.withAddress(alice).address();
        int lentToBob = first.withAddress(bob).address();
        new ExpiryWatch(first, new Guard(time), trail).look();

        Clients second = new Clients(store, Handover.none(), time);
        second.bindLeases(kept);
        second.start();
        second.bindRegistry(new FakeRegistry());
        assertThat(second.withAddress(bob).address()).isEqualTo(lentToBob);
        assertThat(second.withAddress(alice).address()).isEqualTo(lentToAlice);
        assertThat(kept.writes).as("once for what changed, and never for what did not").isEqualTo(1);
        second.keepLeases();
        second.keepLeases();
        assertThat(kept.writes).isEqualTo(2);
    }

    @Test
    void aClientThatStaysConnectedKeepsItsAddressOverACrash() throws Exception {
        Client alice = administration.add(new NewClient("alice", null, NewClient.DYNAMIC, null, false), ADMIN).client();
        KeptInMemory kept = new KeptInMemory();
        clients.bindLeases(kept);
        registry.open(clients.withAddress(alice), false);
        ExpiryWatch watch = new ExpiryWatch(clients, new Guard(time), trail);
        for (int minute = 0; minute < 600; minute++) {
            time.pass(Duration.ofMinutes(1));
            watch.look();
        }
        assertThat(kept.all().get(0).until()).isAfter(time.instant().plus(Duration.ofMinutes(29)));
        assertThat(kept.writes).as("in ten hours, a lease of an hour").isBetween(2, 21);
    }

    private static final class KeptInMemory implements LeaseStore {

        private List<AddressLease> leases = List.of();
        private int writes;

        @Override
        public List<AddressLease> all() {
            return leases;
        }

        @Override
        public void replace(List<AddressLease> changed) {
            leases = List.copyOf(changed);
            writes++;
        }
    }

    @Test
    void aNetworkThatIsFullSaysWhatToDo() throws Exception {
        clients.bindRegistry(new FakeRegistry("10.66.77.2/29"));
        Set<String> given = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            given.add(Ipv4Network.format(add("client-" + i).address()));
        }
        assertThat(given).containsExactlyInAnyOrder("10.66.77.1", "10.66.77.3", "10.66.77.4", "10.66.77.5", "10.66.77.6");
        assertRefused(() -> add("one-more"), "com.softellect.vpn.registry.cfg, key network");
        administration.remove("client-3", ADMIN);
        add("one-more");
    }

    @ParameterizedTest
    @CsvSource({
        "10.66.77.1, is the gateway's own address",
        "10.66.77.0, is no host's address in the tunnel's network 10.66.77.1/24",
        "10.66.77.255, is no host's address",
        "10.66.78.2, is no host's address",
        "10.66.77.2, is the address of client 'bob'",
        "10.66.77, is not an IPv4 address",
        "vpn.example.org, is not an IPv4 address",
    })
    void anAddressThatCanNotBeGivenIsRefused(String address, String why) throws Exception {
        add("bob");
        assertRefused(() -> administration.add(new NewClient("alice", null, address, null, false), ADMIN), why);
        assertThat(store.all()).hasSize(1);
    }

    @Test
    void whatCanNotBeAddedChangesNothing() throws Exception {
        administration.add(new NewClient("bob", KEY, null, null, false), ADMIN);
        log.take();
        assertRefused(() -> add("bob"), "there is a client 'bob' already");
        assertRefused(() -> add("a b"), "A-Z a-z 0-9");
        assertRefused(() -> add(null), "A-Z a-z 0-9");
        assertRefused(() -> administration.add(new NewClient("alice", KEY, null, null, false), ADMIN), "client 'bob' has this key");
        assertRefused(() -> administration.add(new NewClient("alice", " " + KEY + "\n", null, null, false), ADMIN), "client 'bob' has this key");
        assertRefused(() -> administration.add(new NewClient("alice", "no key", null, null, false), ADMIN), "44 characters");
        assertRefused(() -> administration.add(new NewClient("alice", null, null, time.instant(), false), ADMIN), "in the past");
        assertThat(store.all()).hasSize(1);
        assertThat(clients.clients()).hasSize(1);
        assertThat(log.take()).isEmpty();
    }

    @Test
    void aDisabledClientIsOutAtOnceAndInAgainWhenItIsEnabled() throws Exception {
        Client alice = connected("alice");
        connected("bob");
        assertThat(administration.setEnabled("alice", false, ADMIN)).isEqualTo(alice.withEnabled(false));
        assertThat(registry.takeEvents()).containsExactly("alice REVOKED");
        assertThat(store.find("alice")).contains(alice.withEnabled(false));
        assertThat(registry.isLive("bob")).isTrue();
        Client enabled = administration.setEnabled("alice", true, ADMIN);
        assertThat(enabled).isEqualTo(alice.withEnabled(false).withEnabled(true));
        assertThat(administration.setEnabled("alice", true, ADMIN)).as("nothing to change").isEqualTo(enabled);
        assertThat(log.take()).containsExactly("client.disabled {administrator=karaf, client=alice}", "client.enabled {administrator=karaf, client=alice}");
    }

    @Test
    void aPolicyIsStoredReachesTheLiveSessionAndIsRecorded() throws Exception {
        Policy some = Policy.OPEN.withAllowed(List.of(Rule.parse("10.0.0.0/8"), Rule.parse("192.0.2.7:tcp:443")));
        connected("alice");
        Client after = administration.setPolicy("alice", before -> before.withAllowed(some.allowed()), ADMIN);
        assertThat(after.policy()).isEqualTo(some);
        assertThat(store.find("alice")).contains(after);
        assertThat(registry.policies).containsEntry("alice", some);
        assertThat(registry.isLive("alice")).isTrue();
        assertThat(administration.setPolicy("alice", before -> before, ADMIN)).as("nothing to change").isEqualTo(after);
        assertThat(log.take()).containsExactly("client.policy_changed {administrator=karaf, client=alice, allow=10.0.0.0/8 192.0.2.7/32:tcp:443}");
        administration.setPolicy("alice", before -> Policy.OPEN.withDownLimit(8000).withQuota(new Quota(5, Quota.Period.DAY)), ADMIN);
        assertThat(log.take()).containsExactly("client.policy_changed {administrator=karaf, client=alice, allow=any, limitDown=8000, quota=5/day}");
        assertRefused(() -> administration.setPolicy("carol", before -> before, ADMIN), "no client 'carol'");
        administration.add(new NewClient("bob", KEY, null, null, false, Policy.OPEN.withAllowed(List.of())), ADMIN);
        assertThat(log.take()).singleElement().asString().endsWith("clientToClient=false, allow=none}");
    }

    @Test
    void aRemovedClientIsOutAtOnceAndForgotten() throws Exception {
        connected("alice");
        administration.remove("alice", ADMIN);
        assertThat(registry.takeEvents()).containsExactly("alice REVOKED");
        assertThat(clients.find("alice")).isEmpty();
        assertThat(store.all()).isEmpty();
        assertThat(log.take()).containsExactly("client.removed {administrator=karaf, client=alice}");
        assertRefused(() -> administration.remove("alice", ADMIN), "no client 'alice': vpn:client-list");
    }

    @Test
    void aNewKeyPutsTheOldOneOutAtOnce() throws Exception {
        Authentication authentication = authentication();
        Enrolment before = administration.add(wanted("alice"), ADMIN);
        ClientKey old = key(before);
        registry.open(before.client(), false);
        log.take();
        Enrolment after = administration.rotate("alice", null, ADMIN);
        assertThat(registry.takeEvents()).containsExactly("alice KEY_CHANGED");
        assertThat(after.client().address()).isEqualTo(before.client().address());
        assertThat(after.client().revision()).isEqualTo(2);
        assertThatThrownBy(() -> authentication.authenticate(Proof.create("alice", old, PIN, time.millis()), HERE))
                .isInstanceOf(AuthenticationException.class);
        authentication.authenticate(Proof.create("alice", key(after), PIN, time.millis()), HERE);
        assertThat(log.take()).first().isEqualTo("client.key_changed {administrator=karaf, client=alice, publicKey=" + after.client().publicKey() + "}");
        assertThat(administration.rotate("alice", KEY, ADMIN).client().publicKey()).isEqualTo(KEY);
        assertRefused(() -> administration.rotate("alice", KEY, ADMIN), "has this key already");
        add("bob");
        assertRefused(() -> administration.rotate("bob", KEY, ADMIN), "client 'alice' has this key");
    }

    @Test
    void theKeyOfADisabledClientCanBeChangedAndItStaysOut() throws Exception {
        connected("alice");
        administration.setEnabled("alice", false, ADMIN);
        administration.rotate("alice", null, ADMIN);
        assertThat(registry.takeEvents()).containsExactly("alice REVOKED");
        assertThat(clients.find("alice").orElseThrow().enabled()).isFalse();
    }

    @Test
    void aSessionEndsWhenItsClientExpires() throws Exception {
        connected("alice");
        connected("bob");
        administration.setExpires("alice", VirtualTime.START.plusSeconds(10), ADMIN);
        assertThat(registry.takeEvents()).containsExactly("alice client-to-client false");
        clients.endExpired();
        time.pass(Duration.ofMillis(9999));
        clients.endExpired();
        assertThat(registry.takeEvents()).isEmpty();
        time.pass(Duration.ofMillis(1));
        clients.endExpired();
        clients.endExpired();
        assertThat(registry.takeEvents()).containsExactly("alice EXPIRED");
        administration.setExpires("alice", null, ADMIN);
        assertThat(clients.find("alice").orElseThrow().mayConnect(time.instant())).isTrue();
        assertThat(log.take()).containsExactly("client.expires_changed {administrator=karaf, client=alice, expires=2026-11-22T12:00:10Z}",
                "client.expires_changed {administrator=karaf, client=alice, expires=never}");
    }

    @Test
    void anExpiryFarAwayOrAClockThatIsSetBackEndsNoSession() throws Exception {
        connected("alice");
        for (Instant expires : new Instant[] {Instant.MAX, Instant.ofEpochMilli(Long.MAX_VALUE), NEXT_YEAR}) {
            administration.setExpires("alice", expires, ADMIN);
            clients.endExpired();
        }
        time.set(Instant.EPOCH);
        clients.endExpired();
        assertThat(registry.isLive("alice")).isTrue();
        time.set(NEXT_YEAR);
        clients.endExpired();
        assertThat(registry.isLive("alice")).isFalse();
    }

    @Test
    void anExpiryInThePastIsRefused() throws Exception {
        connected("alice");
        assertRefused(() -> administration.setExpires("alice", time.instant(), ADMIN), "vpn:client-disable");
        assertThat(registry.isLive("alice")).isTrue();
    }

    @Test
    void theWatchLooksByItselfAndEndsWithItsThread() throws Exception {
        connected("alice");
        administration.setExpires("alice", VirtualTime.START.plusSeconds(10), ADMIN);
        time.pass(Duration.ofSeconds(10));
        ExpiryWatch watch = new ExpiryWatch(clients, new Guard(time), trail);
        watch.start();
        await(() -> !registry.isLive("alice"));
        await(() -> log.take().contains("client.expired {client=alice, expired=2026-11-22T12:00:10Z}"));
        Thread thread = Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("vpn-clients-expiry")).findFirst().orElseThrow();
        assertThat(thread.isDaemon()).isTrue();
        watch.stop();
        thread.join();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    void theWatchGoesOnAfterAnError() throws Exception {
        connected("alice");
        administration.setExpires("alice", VirtualTime.START.plusSeconds(10), ADMIN);
        time.pass(Duration.ofSeconds(10));
        Guard guard = new Guard(time);
        FakeRegistry broken = new FakeRegistry() {
            @Override
            public synchronized List<Session> sessions() {
                throw new IllegalStateException("it is being stopped");
            }
        };
        assertThatThrownBy(() -> clients.bindRegistry(broken)).isInstanceOf(IllegalStateException.class);
        new ExpiryWatch(clients, guard, trail).look();
        clients.bindRegistry(registry);
        assertThat(registry.takeEvents()).contains("alice EXPIRED");
    }

    @Test
    void clientToClientAppliesToTheLiveSession() throws Exception {
        Client alice = connected("alice");
        assertThat(administration.setClientToClient("alice", true, ADMIN)).isEqualTo(alice.withClientToClient(true));
        assertThat(registry.takeEvents()).containsExactly("alice client-to-client true");
        assertThat(registry.isLive("alice")).isTrue();
        administration.setClientToClient("alice", true, ADMIN);
        assertThat(log.take()).containsExactly("client.client_to_client_changed {administrator=karaf, client=alice, clientToClient=true}");
    }

    @Test
    void whatIsNotThereIsNamed() throws Exception {
        add("alice");
        clients.unbindRegistry(registry);
        assertRefused(() -> add("bob"), "com.softellect.vpn.registry");
        clients.bindRegistry(registry);
        administration.unbindIdentity(identity);
        assertRefused(() -> add("bob"), "com.softellect.vpn.https");
        assertRefused(() -> administration.rotate("alice", null, ADMIN), "com.softellect.vpn.https");
        administration.bindIdentity(identity);
        trail.unbindLog(log);
        assertRefused(() -> add("bob"), "com.softellect.vpn.audit");
        assertRefused(() -> administration.setEnabled("alice", false, ADMIN), "com.softellect.vpn.audit");
        assertRefused(() -> administration.remove("alice", ADMIN), "com.softellect.vpn.audit");
        assertThat(store.all()).singleElement().isEqualTo(clients.find("alice").orElseThrow()).extracting(Client::revision).isEqualTo(1L);
    }

    @Test
    void withoutARegistryAClientCanBeDisabledAndRemoved() throws Exception {
        add("alice");
        clients.unbindRegistry(registry);
        administration.setEnabled("alice", false, ADMIN);
        administration.remove("alice", ADMIN);
        assertThat(store.all()).isEmpty();
    }

    @Test
    void sessionsOfARegistryThatComesLaterAreLookedAt() throws Exception {
        FakeRegistry other = new FakeRegistry();
        for (String id : new String[] {"removed", "disabled", "expired", "changed", "same"}) {
            other.open(add(id), false);
        }
        administration.remove("removed", ADMIN);
        administration.setEnabled("disabled", false, ADMIN);
        administration.setExpires("expired", time.instant().plusSeconds(1), ADMIN);
        administration.setClientToClient("changed", true, ADMIN);
        time.pass(Duration.ofSeconds(1));
        clients.bindRegistry(other);
        assertThat(other.takeEvents()).containsExactlyInAnyOrder("removed REVOKED", "disabled REVOKED", "expired EXPIRED",
                "changed client-to-client true", "same client-to-client false");
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void whatTheStoreHasCountsAlsoAfterItFailed(Failure when) throws Exception {
        connected("alice");
        store.failure = when;
        assertRefused(() -> administration.setEnabled("alice", false, ADMIN), "No space left on device");
        assertRefused(() -> add("bob"), "No space left on device");
        boolean made = when == Failure.AFTER_THE_CHANGE;
        assertThat(registry.isLive("alice")).isEqualTo(!made);
        assertThat(clients.find("alice").orElseThrow().enabled()).isEqualTo(!made);
        assertThat(clients.find("bob").isPresent()).isEqualTo(made);
        assertThat(clients.clients()).isEqualTo(store.all());
        assertThat(log.take()).isEmpty();
    }

    @Test
    void whatSomebodyElseChangedInTheStoreIsNotOverwritten() throws Exception {
        Client alice = connected("alice");
        Client theirs = alice.withEnabled(false);
        store.replace(theirs);
        assertRefused(() -> administration.setClientToClient("alice", true, ADMIN), "changed meanwhile");
        assertThat(clients.find("alice")).contains(theirs);
        assertThat(registry.takeEvents()).containsExactly("alice REVOKED");
        administration.setClientToClient("alice", true, ADMIN);
        assertThat(store.find("alice")).contains(theirs.withClientToClient(true));
    }

    @Test
    void anAuditLogThatFailsStopsNoChange() throws Exception {
        trail.bindLog((event, fields) -> {
            throw new IllegalStateException("the disk is full");
        });
        connected("alice");
        administration.setEnabled("alice", false, ADMIN);
        assertThat(registry.isLive("alice")).isFalse();
    }

    @Test
    void nothingIsRecordedThatIsASecret() throws Exception {
        Enrolment enrolment = administration.add(wanted("alice"), ADMIN);
        administration.rotate("alice", null, ADMIN).close();
        String secret = Base64.getEncoder().encodeToString(ProfileFormat.read(enrolment.profile()).privateKey());
        assertThat(log.take()).hasSize(2).noneMatch(event -> event.contains(secret));
        assertThat(enrolment.toString()).doesNotContain(secret);
    }

    /** The trap: a client that authenticates between the session's end and the change in memory would be in again. */
    @Test
    void aSessionEndsOnlyWhenItsClientIsKnownToBeOut() throws Exception {
        List<Boolean> couldConnect = new ArrayList<>();
        clients.bindRegistry(new FakeRegistry() {
            @Override
            public synchronized void endClient(String clientId, EndReason reason) {
                couldConnect.add(clients.find(clientId).filter(client -> client.mayConnect(time.instant())).isPresent());
            }
        });
        add("alice");
        administration.setEnabled("alice", false, ADMIN);
        administration.remove("alice", ADMIN);
        assertThat(couldConnect).containsOnly(false).isNotEmpty();
    }

    /** The trap: a session that is opened while its client is disabled was not there to be ended. */
    @Test
    void noSessionOutlivesItsClientsDisablingHoweverTheyMeet() throws Exception {
        Authentication authentication = authentication();
        ClientKey key = key(administration.add(wanted("alice"), ADMIN));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 200; round++) {
                CyclicBarrier start = new CyclicBarrier(2);
                Future<?> client = threads.submit(() -> {
                    start.await();
                    return connect(authentication, key);
                });
                Future<?> operator = threads.submit(() -> {
                    start.await();
                    return administration.setEnabled("alice", false, ADMIN);
                });
                client.get();
                operator.get();
                assertThat(registry.isLive("alice")).as("round %s", round).isFalse();
                administration.setEnabled("alice", true, ADMIN);
                time.pass(Duration.ofSeconds(6));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** As the endpoint does. */
    private boolean connect(Authentication authentication, ClientKey key) {
        try {
            Client alice = authentication.authenticate(Proof.create("alice", key, PIN, time.millis()), HERE);
            registry.open(alice, false);
            if (!authentication.isCurrent(alice)) {
                registry.endClient("alice", EndReason.ADMINISTRATOR);
            }
            return true;
        } catch (AuthenticationException e) {
            return false;
        }
    }
}
