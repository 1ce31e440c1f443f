package com.softellect.vpn.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.AuthenticationException;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.Session;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionsTest {

    private Sessions sessions = new Sessions(Settings.of(RegistrySettings.class, Map.of()));

    @AfterEach
    void stop() {
        sessions.stop();
    }

    static Client client(String id, String address) {
        return new Client(id, "its key", Ipv4Network.parseAddress(address), true, null, false, Instant.EPOCH, 1);
    }

    @Test
    void aSessionKnowsWhetherSuperPacketsWereAgreedOnAndTheNextOneOfTheClientMayDiffer() throws Exception {
        assertThat(sessions.open(client("alice", "10.66.77.2"), true).superPackets()).isTrue();
        assertThat(sessions.open(client("alice", "10.66.77.2"), false).superPackets()).isFalse();
    }

    @Test
    void aSessionIsFoundByItsIdAndByItsAddress() throws Exception {
        Session alice = sessions.open(client("alice", "10.66.77.2"), false);
        Session bob = sessions.open(client("bob", "10.66.77.254"), false);
        assertThat(sessions.find(alice.id())).isSameAs(alice);
        assertThat(sessions.find(bob.id())).isSameAs(bob);
        assertThat(sessions.byAddress(alice.address())).isSameAs(alice);
        assertThat(sessions.byAddress(bob.address())).isSameAs(bob);
        assertThat(sessions.byAddress(Ipv4Network.parseAddress("10.66.77.3"))).isNull();
        assertThat(sessions.byAddress(Ipv4Network.parseAddress("192.168.0.2"))).isNull();
        assertThat(sessions.sessions()).containsExactly(alice, bob);
    }

    @Test
    void nonsenseIsNobodysSession() throws Exception {
        Session alice = sessions.open(client("alice", "10.66.77.2"), false);
        String id = alice.id();
        String almost = id.substring(0, 42) + (id.charAt(42) == 'A' ? 'E' : 'A');
        for (String wrong : new String[] {null, "", "x", id + "A", id.substring(1), almost, "=".repeat(43), "é".repeat(43)}) {
            assertThat(sessions.find(wrong)).as("id %s", wrong).isNull();
        }
    }

    @Test
    void idsAreLongRandomAndShownNowhere() throws Exception {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            ids.add(sessions.open(client("alice", "10.66.77.2"), false).id());
        }
        assertThat(ids).hasSize(1000).allMatch(id -> id.length() == 43);
        assertThat(sessions.sessions()).singleElement().satisfies(s -> assertThat(s.toString()).doesNotContain(s.id()));
    }

    @Test
    void authenticatingAgainReplacesTheSessionInOneStep() throws Exception {
        Session old = sessions.open(client("alice", "10.66.77.2"), false);
        AtomicInteger answered = new AtomicInteger();
        old.park(answered::incrementAndGet);
        Session now = sessions.open(client("alice", "10.66.77.2"), false);
        assertThat(answered).as("the poll parked on the old session is answered").hasValue(1);
        assertThat(sessions.find(old.id())).isNull();
        assertThat(old.isLive()).isFalse();
        assertThat(sessions.find(now.id())).isSameAs(now);
        assertThat(sessions.byAddress(now.address())).isSameAs(now);
        assertThat(sessions.sessions()).containsExactly(now);
    }

    @Test
    void anEndOfTheOldSessionDoesNotTouchTheNewOne() throws Exception {
        Session old = sessions.open(client("alice", "10.66.77.2"), false);
        Session now = sessions.open(client("alice", "10.66.77.2"), false);
        sessions.end(old, EndReason.DISCONNECTED);
        assertThat(sessions.find(now.id())).isSameAs(now);
        assertThat(sessions.byAddress(now.address())).isSameAs(now);
    }

    @Test
    void aClientThatWasGivenAnotherAddressFreesTheOldOne() throws Exception {
        sessions.open(client("alice", "10.66.77.2"), false);
        sessions.open(client("alice", "10.66.77.3"), false);
        assertThat(sessions.byAddress(Ipv4Network.parseAddress("10.66.77.2"))).isNull();
        assertThat(sessions.open(client("bob", "10.66.77.2"), false).clientId()).isEqualTo("bob");
    }

    @Test
    void twoClientsThatClaimOneAddressDoNotGetItBoth() throws Exception {
        Session alice = sessions.open(client("alice", "10.66.77.2"), false);
        assertThatThrownBy(() -> sessions.open(client("mallory", "10.66.77.2"), false))
                .isInstanceOfSatisfying(AuthenticationException.class, e ->
                        assertThat(e.reason()).isEqualTo(AuthenticationException.Reason.ADDRESS_IN_USE))
                .hasMessageContaining("10.66.77.2");
        assertThat(sessions.find(alice.id())).isSameAs(alice);
    }

    @Test
    void anAddressThatNoClientCanHaveIsRefused() {
        for (String address : new String[] {"10.66.77.1", "10.66.77.0", "10.66.77.255", "10.66.78.2"}) {
            assertThatThrownBy(() -> sessions.open(client("alice", address), false)).isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining(address);
        }
        assertThat(sessions.sessions()).isEmpty();
    }

    @Test
    void oneSessionTooManyIsRefusedButAKnownClientMayComeBack() throws Exception {
        sessions.stop();
        sessions = new Sessions(Settings.of(RegistrySettings.class, Map.of("maxSessions", 1)));
        sessions.open(client("alice", "10.66.77.2"), false);
        assertThatThrownBy(() -> sessions.open(client("bob", "10.66.77.3"), false)).hasMessageContaining("maxSessions");
        assertThat(sessions.open(client("alice", "10.66.77.2"), false)).isNotNull();
    }

    @Test
    void aSilentSessionEndsAndItsPollIsAnswered() throws Exception {
        sessions.stop();
        sessions = new Sessions(Settings.of(RegistrySettings.class, Map.of("idleSeconds", 1)));
        Session silent = sessions.open(client("alice", "10.66.77.2"), false);
        CountDownLatch answered = new CountDownLatch(1);
        silent.park(answered::countDown);
        assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(sessions.find(silent.id())).isNull();
        assertThat(sessions.byAddress(silent.address())).isNull();
    }

    @Test
    void whyASessionEndedIsRememberedForWhoHasItsIdOnly() throws Exception {
        Session replaced = sessions.open(client("alice", "10.66.77.2"), false);
        Session now = sessions.open(client("alice", "10.66.77.2"), false);
        Session bob = sessions.open(client("bob", "10.66.77.3"), false);
        sessions.endClient("bob", EndReason.REVOKED);
        sessions.endClient("nobody", EndReason.REVOKED);
        assertThat(sessions.endReason(replaced.id())).isEqualTo(EndReason.REPLACED);
        assertThat(sessions.endReason(bob.id())).isEqualTo(EndReason.REVOKED);
        assertThat(bob.endReason()).isEqualTo(EndReason.REVOKED);
        assertThat(sessions.endReason(now.id())).isNull();
        assertThat(now.endReason()).isNull();
        String almost = bob.id().substring(0, 42) + (bob.id().charAt(42) == 'A' ? 'E' : 'A');
        for (String wrong : new String[] {null, "", almost}) {
            assertThat(sessions.endReason(wrong)).isNull();
        }
    }

    @Test
    void theReasonIsKnownBeforeTheParkedPollIsAnsweredBecauseItAsksForIt() throws Exception {
        Session alice = sessions.open(client("alice", "10.66.77.2"), false);
        AtomicReference<EndReason> seen = new AtomicReference<>();
        alice.park(() -> seen.set(sessions.endReason(alice.id())));
        sessions.endClient("alice", EndReason.EXPIRED);
        assertThat(seen).hasValue(EndReason.EXPIRED);
    }

    @Test
    void reasonsOfEndedSessionsNeverFillTheMemory() throws Exception {
        Session first = sessions.open(client("alice", "10.66.77.2"), false);
        for (int i = 0; i < 5000; i++) {
            sessions.open(client("alice", "10.66.77.2"), false);
        }
        assertThat(sessions.endReason(first.id())).isNull();
    }

    @Test
    void aChangedClientIsToldToItsLiveSession() throws Exception {
        Session alice = sessions.open(client("alice", "10.66.77.2"), false);
        assertThat(alice.clientToClient()).isFalse();
        sessions.clientChanged(client("alice", "10.66.77.2").withClientToClient(true));
        sessions.clientChanged(client("bob", "10.66.77.3").withClientToClient(true));
        assertThat(alice.clientToClient()).isTrue();
    }

    @Test
    void settingsOutOfRangeSayWhichKeyAndRange() {
        assertThatThrownBy(() -> new Sessions(Settings.of(RegistrySettings.class, Map.of("mtu", 100))))
                .hasMessageContaining("com.softellect.vpn.registry.cfg").hasMessageContaining("mtu").hasMessageContaining("576");
        assertThatThrownBy(() -> new Sessions(Settings.of(RegistrySettings.class, Map.of("network", "10.0.0.0/8"))))
                .hasMessageContaining("network").hasMessageContaining("16 to 30");
        assertThatThrownBy(() -> new Sessions(Settings.of(RegistrySettings.class, Map.of("network", "10.66.77.1"))))
                .hasMessageContaining("network").hasMessageContaining("10.66.77.1/24");
    }
}
