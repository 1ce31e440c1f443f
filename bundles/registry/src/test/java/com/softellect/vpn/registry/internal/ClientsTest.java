package com.softellect.vpn.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.AuthenticationException;
import com.softellect.vpn.api.client.AuthenticationException.Reason;
import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.api.client.SharedSecretProof;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientsTest {

    private static final String SECRET = "correct horse battery staple";
    private static final long NOW = 1_800_000_000_000L;

    private final Clients clients = new Clients(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));

    private ConfiguredClient file(String id, String secret, String address) {
        ConfiguredClient client = new ConfiguredClient(
                Settings.of(ClientSettings.class, Map.of("id", id, "secret", secret, "address", address)), clients);
        client.join();
        return client;
    }

    @BeforeEach
    void alice() {
        file("alice", SECRET, "10.66.77.2");
    }

    private AbstractThrowableAssert<?, ?> assertRefused(Credentials shown, Reason reason) {
        return assertThatThrownBy(() -> clients.authenticate(shown)).isInstanceOfSatisfying(AuthenticationException.class,
                e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void theRightSecretGetsIn() throws Exception {
        assertThat(clients.authenticate(SharedSecretProof.create("alice", SECRET, NOW)).id()).isEqualTo("alice");
    }

    @Test
    void aWrongSecretAndAnUnknownClientGetTheSameAnswer() {
        String answer = "client id or secret is not right";
        assertRefused(SharedSecretProof.create("nobody", SECRET, NOW), Reason.REFUSED).hasMessage(answer);
        assertRefused(SharedSecretProof.create("alice", "another secret, long", NOW), Reason.REFUSED).hasMessage(answer);
    }

    @Test
    void aProofWorksOnce() throws Exception {
        Credentials shown = SharedSecretProof.create("alice", SECRET, NOW);
        clients.authenticate(shown);
        assertRefused(shown, Reason.REPLAY);
    }

    @Test
    void staleAndFutureProofsAreRefused() throws Exception {
        assertRefused(SharedSecretProof.create("alice", SECRET, NOW - Clients.WINDOW_MILLIS - 1), Reason.CLOCK);
        assertRefused(SharedSecretProof.create("alice", SECRET, NOW + Clients.WINDOW_MILLIS + 1), Reason.CLOCK);
        clients.authenticate(SharedSecretProof.create("alice", SECRET, NOW - Clients.WINDOW_MILLIS));
        clients.authenticate(SharedSecretProof.create("alice", SECRET, NOW + Clients.WINDOW_MILLIS));
    }

    @Test
    void aProofIsBoundToClientMomentAndNonce() {
        Credentials own = SharedSecretProof.create("alice", SECRET, NOW);
        file("bob", "another secret, long", "10.66.77.3");
        assertRefused(new Credentials("bob", own.algorithm(), NOW, own.nonce(), own.proof()), Reason.REFUSED);
        assertRefused(new Credentials("alice", own.algorithm(), NOW + 1, own.nonce(), own.proof()), Reason.REFUSED);
        assertRefused(new Credentials("alice", own.algorithm(), NOW, new byte[32], own.proof()), Reason.REFUSED);
        assertRefused(new Credentials("alice", "none", NOW, own.nonce(), own.proof()), Reason.REFUSED);
        assertRefused(new Credentials("alice", own.algorithm(), NOW, own.nonce(), new byte[0]), Reason.REFUSED);
    }

    @Test
    void shortNoncesAreRefused() {
        byte[] nonce = new byte[Credentials.MIN_NONCE_BYTES - 1];
        byte[] proof = SharedSecretProof.compute(SECRET, "alice", NOW, nonce);
        assertRefused(new Credentials("alice", SharedSecretProof.ALGORITHM, NOW, nonce, proof), Reason.REFUSED);
    }

    @Test
    void aRemovedFileKeepsItsClientOut() {
        ConfiguredClient bob = file("bob", SECRET, "10.66.77.3");
        bob.leave();
        assertThat(clients.find("bob")).isEmpty();
        assertRefused(SharedSecretProof.create("bob", SECRET, NOW), Reason.REFUSED);
    }

    @Test
    void theFirstOfTwoFilesWithOneIdCounts() throws Exception {
        ConfiguredClient second = file("alice", "another secret, long", "10.66.77.9");
        assertThat(clients.authenticate(SharedSecretProof.create("alice", SECRET, NOW)).id()).isEqualTo("alice");
        second.leave();
        assertThat(clients.find("alice")).isPresent();
    }

    @Test
    void anUnusableFileSaysWhatToChange() {
        assertThatThrownBy(() -> file("alice", "short", "10.66.77.2")).hasMessageContaining("16 characters");
        assertThatThrownBy(() -> file("a b", SECRET, "10.66.77.2")).hasMessageContaining("A-Z a-z 0-9");
        assertThatThrownBy(() -> file("alice", SECRET, "10.66.77")).hasMessageContaining("10.66.77.2");
    }

    @Test
    void noncesAreForgottenWhenTheirProofsWouldBeStale() {
        NonceMemory memory = new NonceMemory();
        assertThat(memory.remember(new byte[] {1}, 100, 50)).isTrue();
        assertThat(memory.remember(new byte[] {1}, 100, 100)).isFalse();
        assertThat(memory.remember(new byte[] {2}, 300, 200)).isTrue();
        assertThat(memory.size()).isEqualTo(1);
    }
}
