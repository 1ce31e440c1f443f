package com.softellect.vpn.clients.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.AuthenticationException;
import com.softellect.vpn.api.client.AuthenticationException.Reason;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.Proof;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The table of attacks on authentication: what is tried, and the answer. */
@Timeout(60)
class AuthenticationTest {

    private static final String HERE = "192.0.2.1";
    private static final String ELSEWHERE = "198.51.100.7";
    private static final String PIN = FakeIdentity.pin(1);
    private static final ClientKey ALICE = ClientKey.generate();
    private static final ClientKey MALLORY = ClientKey.generate();
    private static final long WINDOW = FreshProofs.WINDOW_MILLIS;

    private final VirtualTime time = new VirtualTime();
    private final MemoryStore store = new MemoryStore();
    private final RecordedAudit log = new RecordedAudit();
    private final AuditTrail trail = new AuditTrail(time);
    private final Guard guard = new Guard(time);
    private final FakeIdentity identity = new FakeIdentity(PIN);
    private Clients clients;
    private Authentication authentication;

    @BeforeEach
    void start() {
        store.stored.put("alice", client("alice", ALICE, 2));
        trail.bindLog(log);
        restart();
        time.pass(Duration.ofHours(1));
    }

    private void restart() {
        clients = new Clients(store, Handover.none(), time);
        authentication = new Authentication(clients, guard, trail, time, time);
        authentication.bindIdentity(identity);
    }

    private static Client client(String id, ClientKey key, int host) {
        return new Client(id, key.publicKey(), Ipv4Network.parseAddress("10.66.77." + host), true, null, false, VirtualTime.START, 1);
    }

    private long now() {
        return time.millis();
    }

    private Credentials proof() {
        return proof(now());
    }

    private Credentials proof(long timestampMillis) {
        return Proof.create("alice", ALICE, PIN, timestampMillis);
    }

    private AbstractThrowableAssert<?, ?> assertRefused(Credentials shown, Reason reason) {
        return assertThatThrownBy(() -> authentication.authenticate(shown, HERE)).isInstanceOfSatisfying(AuthenticationException.class,
                e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private void forgive() {
        time.pass(Duration.ofMinutes(1));
    }

    @Test
    void theRightKeyGetsIn() throws Exception {
        assertThat(authentication.authenticate(proof(), HERE)).isEqualTo(client("alice", ALICE, 2));
        assertThat(log.take()).containsExactly("authentication.accepted {client=alice, from=192.0.2.1}");
    }

    @Test
    void aWrongKeyAndAnUnknownClientGetTheSameAnswer() {
        String answer = "the client id or the key is not right: the profile may be outdated, or for another gateway; have this gateway's operator "
                + "issue a new one with vpn:client-rotate";
        assertRefused(Proof.create("alice", MALLORY, PIN, now()), Reason.REFUSED).hasMessage(answer);
        assertRefused(Proof.create("nobody", MALLORY, PIN, now()), Reason.REFUSED).hasMessage(answer);
        assertRefused(Proof.create("no id at all\r\n", MALLORY, PIN, now()), Reason.REFUSED).hasMessage(answer);
        assertThat(log.take()).containsExactly("authentication.refused {client=alice, from=192.0.2.1, reason=REFUSED}",
                "authentication.refused {client=nobody, from=192.0.2.1, reason=REFUSED}",
                "authentication.refused {client=no id at all\r\n, from=192.0.2.1, reason=REFUSED}");
    }

    @Test
    void withoutTheKeyNobodyLearnsThatAClientIsDisabledOrExpired() {
        store.stored.put("disabled", client("disabled", ClientKey.generate(), 3).withEnabled(false));
        store.stored.put("expired", client("expired", ClientKey.generate(), 4).withExpires(VirtualTime.START));
        restart();
        assertRefused(Proof.create("disabled", MALLORY, PIN, now()), Reason.REFUSED);
        assertRefused(Proof.create("expired", MALLORY, PIN, now()), Reason.REFUSED);
        assertRefused(Proof.create("alice", MALLORY, PIN, 0), Reason.REFUSED);
    }

    @Test
    void withTheKeyADisabledOrExpiredClientIsToldWhatToDo() {
        store.stored.put("alice", client("alice", ALICE, 2).withEnabled(false));
        restart();
        assertRefused(proof(), Reason.DISABLED).hasMessageContaining("vpn:client-enable");
        store.stored.put("alice", client("alice", ALICE, 2).withExpires(time.instant()));
        restart();
        assertRefused(proof(), Reason.EXPIRED).hasMessageContaining("ended at 2026-11-22T13:00:00Z");
    }

    @Test
    void aClientIsLetInUntilTheMomentThatItExpires() throws Exception {
        Instant expiry = time.instant().plusSeconds(10);
        store.stored.put("alice", client("alice", ALICE, 2).withExpires(expiry));
        restart();
        time.set(expiry.minusMillis(1));
        Client alice = authentication.authenticate(proof(), HERE);
        assertThat(authentication.isCurrent(alice)).isTrue();
        time.set(expiry);
        assertThat(authentication.isCurrent(alice)).isFalse();
        assertRefused(proof(), Reason.EXPIRED);
    }

    @Test
    void aProofWorksOnce() throws Exception {
        Credentials shown = proof();
        authentication.authenticate(shown, HERE);
        assertRefused(shown, Reason.REPLAY);
        time.pass(Duration.ofMillis(WINDOW));
        assertRefused(shown, Reason.REPLAY);
        time.pass(Duration.ofMillis(1));
        assertRefused(shown, Reason.CLOCK);
    }

    @Test
    void aProofFromTheFutureWorksOnceToo() throws Exception {
        Credentials shown = proof(now() + WINDOW);
        authentication.authenticate(shown, HERE);
        for (int i = 0; i < 9; i++) {
            time.pass(Duration.ofMillis(2 * WINDOW / 10));
            authentication.authenticate(proof(), HERE);
            assertRefused(shown, Reason.REPLAY);
        }
    }

    @Test
    void whoReplaysAProofTakesNothingFromTheClient() throws Exception {
        Credentials shown = proof();
        authentication.authenticate(shown, HERE);
        for (int i = 0; i < 9; i++) {
            Credentials again = shown;
            assertThatThrownBy(() -> authentication.authenticate(again, ELSEWHERE)).hasMessageContaining("used before");
        }
        for (int i = 0; i < 9; i++) {
            authentication.authenticate(proof(), HERE);
        }
    }

    @Test
    void staleAndFutureProofsAreRefused() throws Exception {
        assertRefused(proof(now() - WINDOW - 1), Reason.CLOCK);
        assertRefused(proof(now() + WINDOW + 1), Reason.CLOCK);
        assertRefused(proof(Long.MIN_VALUE), Reason.CLOCK);
        assertRefused(proof(Long.MAX_VALUE), Reason.CLOCK);
        authentication.authenticate(proof(now() - WINDOW), HERE);
        authentication.authenticate(proof(now() + WINDOW), HERE);
    }

    @Test
    void aProofFromBeforeTheStartIsRefusedSinceItMayHaveBeenUsed() throws Exception {
        Credentials before = proof(now() - 1);
        authentication.authenticate(before, HERE);
        restart();
        assertRefused(before, Reason.CLOCK).hasMessageContaining("before the gateway started");
        authentication.authenticate(proof(), HERE);
    }

    @Test
    void aClockThatIsSetBackKeepsNobodyOut() throws Exception {
        restart();
        time.pass(Duration.ofSeconds(10));
        time.set(time.instant().minus(Duration.ofHours(2)));
        authentication.authenticate(proof(), HERE);
        assertRefused(proof(now() - 10_001), Reason.CLOCK).hasMessageContaining("before the gateway started");
        authentication.authenticate(proof(now() - 10_000), HERE);
    }

    @Test
    void aProofForAnotherGatewayIsRefused() {
        assertRefused(Proof.create("alice", ALICE, FakeIdentity.pin(2), now()), Reason.REFUSED);
    }

    @Test
    void aProofForACertificateThatWasServedBeforeIsTaken() throws Exception {
        authentication.bindIdentity(new FakeIdentity(FakeIdentity.pin(3), FakeIdentity.pin(2), PIN));
        authentication.authenticate(proof(), HERE);
        authentication.authenticate(Proof.create("alice", ALICE, FakeIdentity.pin(3), now()), HERE);
    }

    @Test
    void noMorePinsAreTriedThanAGatewayMayHave() {
        List<String> pins = IntStream.rangeClosed(2, 20).mapToObj(FakeIdentity::pin).toList();
        authentication.bindIdentity(new FakeIdentity(pins));
        assertRefused(Proof.create("alice", ALICE, pins.get(4), now()), Reason.REFUSED);
    }

    @Test
    void withoutACertificateTheClientTriesAgainAndIsNotBlamed() throws Exception {
        authentication.unbindIdentity(new FakeIdentity(FakeIdentity.pin(2)));
        authentication.authenticate(proof(), HERE);
        FakeIdentity next = new FakeIdentity(FakeIdentity.pin(2));
        authentication.bindIdentity(next);
        authentication.unbindIdentity(next);
        for (int i = 0; i < 100; i++) {
            assertRefused(proof(), Reason.CHANGED);
        }
        assertThat(guard.isBlocked(HERE)).isFalse();
    }

    @Test
    void aProofIsBoundToClientMomentAndNonce() {
        Credentials own = proof();
        store.stored.put("bob", client("bob", MALLORY, 3));
        restart();
        assertRefused(new Credentials("bob", own.algorithm(), own.timestampMillis(), own.nonce(), own.proof()), Reason.REFUSED);
        assertRefused(new Credentials("alice", own.algorithm(), own.timestampMillis() + 1, own.nonce(), own.proof()), Reason.REFUSED);
        assertRefused(new Credentials("alice", own.algorithm(), own.timestampMillis(), new byte[32], own.proof()), Reason.REFUSED);
        assertRefused(new Credentials("alice", own.algorithm(), own.timestampMillis(), own.nonce(), new byte[64]), Reason.REFUSED);
    }

    @Test
    void whatIsNoProofIsRefused() {
        Credentials own = proof();
        for (String algorithm : new String[] {"", "none", "hmac-sha256", "Ed25519"}) {
            assertRefused(new Credentials("alice", algorithm, own.timestampMillis(), own.nonce(), own.proof()), Reason.REFUSED);
        }
        forgive();
        for (int length : new int[] {0, 1, 63, 65, 100_000}) {
            assertRefused(new Credentials("alice", own.algorithm(), now(), own.nonce(), Arrays.copyOf(own.proof(), length)), Reason.REFUSED);
        }
    }

    @Test
    void noncesThatAreTooShortOrTooLongAreRefused() {
        for (int length : new int[] {0, Credentials.MIN_NONCE_BYTES - 1, Credentials.MAX_NONCE_BYTES + 1, 100_000}) {
            Credentials own = proof();
            assertRefused(new Credentials("alice", own.algorithm(), now(), Arrays.copyOf(own.nonce(), length), own.proof()), Reason.REFUSED);
        }
    }

    @Test
    void anAddressThatFailsTooOftenIsRefusedUnseen() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertRefused(Proof.create("alice", MALLORY, PIN, now()), Reason.REFUSED);
        }
        authentication.unbindIdentity(identity);
        assertRefused(proof(), Reason.TOO_MANY);
        authentication.bindIdentity(identity);
        assertRefused(proof(), Reason.TOO_MANY);
        authentication.authenticate(proof(), ELSEWHERE);
        time.pass(Duration.ofSeconds(6));
        authentication.authenticate(proof(), HERE);
    }

    @Test
    void aFloodInAClientsNameFromElsewhereDoesNotKeepItOut() throws Exception {
        authentication.authenticate(proof(), HERE);
        for (int i = 0; i < 1000; i++) {
            Credentials wrong = new Credentials("alice", Proof.ALGORITHM, now(), new byte[0], new byte[0]);
            String from = "198.51.100." + i % 200;
            assertThatThrownBy(() -> authentication.authenticate(wrong, from)).isInstanceOf(AuthenticationException.class);
        }
        authentication.authenticate(proof(), HERE);
        authentication.authenticate(proof(), "203.0.113.1");
    }

    @Test
    void aFloodFromManyAddressesFillsNeitherMemoryNorLog() throws Exception {
        Credentials wrong = new Credentials("alice", Proof.ALGORITHM, now(), new byte[0], new byte[0]);
        for (int i = 0; i < 100_000; i++) {
            String from = "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255);
            assertThatThrownBy(() -> authentication.authenticate(wrong, from)).isInstanceOf(AuthenticationException.class);
            if (i % 10_000 == 9999) {
                time.pass(Duration.ofSeconds(1));
            }
        }
        List<String> flood = log.take();
        assertThat(flood).hasSizeBetween(40, 40 + 10);
        time.pass(Duration.ofSeconds(1));
        authentication.authenticate(proof(), HERE);
        assertThat(log.take()).singleElement().asString().startsWith("authentication.accepted {client=alice, from=192.0.2.1, suppressed=");
        assertThat(authentication.counters()).containsEntry("authentication.refused.refused", 100_000L).containsEntry("authentication.accepted", 1L);
    }

    @Test
    void aValidClientMayNotAuthenticateAllTheTime() throws Exception {
        for (int i = 0; i < 10; i++) {
            authentication.authenticate(proof(), HERE);
        }
        Credentials oneTooMany = proof();
        assertRefused(oneTooMany, Reason.TOO_MANY).hasMessageContaining("too often");
        time.pass(Duration.ofSeconds(2));
        authentication.authenticate(oneTooMany, HERE);
        assertRefused(proof(), Reason.TOO_MANY);
    }

    @Test
    void aValidClientsFloodCostsItsAddressMoreSignaturesAndOthersNothing() throws Exception {
        store.stored.put("bob", client("bob", MALLORY, 3));
        restart();
        for (int i = 0; i < 30; i++) {
            Credentials shown = proof();
            try {
                authentication.authenticate(shown, HERE);
            } catch (AuthenticationException e) {
                assertThat(e.reason()).isEqualTo(Reason.TOO_MANY);
            }
        }
        assertThat(guard.hasFailedTooOften(SourceAddress.of(HERE))).isTrue();
        authentication.authenticate(Proof.create("bob", MALLORY, PIN, now()), ELSEWHERE);
    }

    @Test
    void noncesAreForgottenWhenTheirProofsAreStale() throws Exception {
        FreshProofs fresh = new FreshProofs(time, time);
        for (int i = 0; i < 1000; i++) {
            Credentials shown = new Credentials("alice", Proof.ALGORITHM, now() + WINDOW, new byte[] {(byte) i, (byte) (i >> 8)}, new byte[0]);
            fresh.use(shown);
            time.pass(Duration.ofSeconds(2));
        }
        assertThat(fresh.remembered()).isBetween(120, 122);
    }

    @Test
    void manyClientsTogetherCanNotFillTheMemoryEither() throws Exception {
        FreshProofs fresh = new FreshProofs(time, time);
        for (int i = 0; i < NonceMemory.MOST; i++) {
            fresh.use(new Credentials("client-" + i / 10, Proof.ALGORITHM, now(), new byte[] {(byte) (i % 10)}, new byte[0]));
        }
        Credentials oneMore = new Credentials("alice", Proof.ALGORITHM, now() + 2000, new byte[1], new byte[0]);
        assertThatThrownBy(() -> fresh.use(oneMore)).isInstanceOf(AuthenticationException.class);
        assertThat(fresh.remembered()).isEqualTo(NonceMemory.MOST);
        time.pass(Duration.ofMillis(WINDOW + 1));
        fresh.use(oneMore);
        assertThat(fresh.remembered()).isEqualTo(1);
    }

    @Test
    void oneProofShownTwiceAtTheSameTimeWorksOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            Credentials shown = proof();
            AtomicInteger accepted = new AtomicInteger();
            List<Thread> threads = IntStream.range(0, 4).mapToObj(i -> new Thread(() -> {
                try {
                    authentication.authenticate(shown, "192.0.2." + i);
                    accepted.incrementAndGet();
                } catch (AuthenticationException e) {
                    assertThat(e.reason()).isEqualTo(Reason.REPLAY);
                }
            })).toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(accepted).hasValue(1);
        }
    }

    @Test
    void aClientThatWasChangedIsNotCurrent() throws Exception {
        Client alice = authentication.authenticate(proof(), HERE);
        assertThat(authentication.isCurrent(alice)).isTrue();
        clients.replace(alice.withClientToClient(true));
        assertThat(authentication.isCurrent(alice)).isFalse();
        Client changed = authentication.authenticate(proof(), HERE);
        assertThat(authentication.isCurrent(changed)).isTrue();
        clients.remove(changed);
        assertThat(authentication.isCurrent(changed)).isFalse();
        assertRefused(proof(), Reason.REFUSED);
    }

    @Test
    void anAuditLogThatFailsOrIsAwayKeepsNobodyOut() throws Exception {
        trail.unbindLog(log);
        authentication.authenticate(proof(), HERE);
        trail.bindLog((event, fields) -> {
            throw new IllegalStateException("the disk is full");
        });
        authentication.authenticate(proof(), HERE);
        trail.bindLog(log);
        authentication.authenticate(proof(), HERE);
        assertThat(log.take()).isNotEmpty();
    }
}
