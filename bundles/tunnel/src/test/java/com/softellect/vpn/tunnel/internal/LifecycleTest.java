package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import com.softellect.vpn.contract.Authenticate;
import com.softellect.vpn.contract.AuthenticateResponse;
import com.softellect.vpn.credential.Proof;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import com.softellect.vpn.tunnel.internal.FakeGateway.Call;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifecycleTest {

    private static void assertNothingIsLeft(TestTunnel tunnel) {
        assertThat(tunnel.status().state()).isEqualTo(TunnelState.DISCONNECTED);
        assertThat(tunnel.status().pollsInFlight()).isZero();
        assertThat(tunnel.memory.adapter("vpnc0")).isEmpty();
        assertThat(tunnel.scheduler.hasPause()).isFalse();
        assertThat(tunnel.clientsOpen).hasValue(0);
    }

    @Test
    void theBundleStartsWithoutAProfileAndConnectSaysWhereToGetOne() throws Exception {
        try (TestTunnel tunnel = new TestTunnel()) {
            tunnel.supervisor.configure(Settings.of(Map.of()));
            TunnelStatus failed = TestTunnel.get(tunnel.supervisor.connect());
            assertThat(failed.state()).isEqualTo(TunnelState.FAILED);
            assertThat(failed.problem()).contains("no profile", "vpn:client-add", "vpn:connect FILE");
            assertThat(failed.gateway()).isNull();
            assertThat(failed.clientId()).isNull();
        }
    }

    @Test
    void connectBeforeTheSettingsAreReadFailsWithTheFilesName() throws Exception {
        try (TestTunnel tunnel = new TestTunnel()) {
            assertThat(TestTunnel.get(tunnel.supervisor.connect()).problem()).contains("etc/com.softellect.vpn.tunnel.cfg");
        }
    }

    @Test
    void connectingShowsAProofAndOpensTheAdapterThatTheGatewayGrants() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            CompletionStage<TunnelStatus> connecting = tunnel.supervisor.connect();
            Call<Authenticate, AuthenticateResponse> call = FakeGateway.next(tunnel.gateway.authentications);
            Authenticate shown = call.request();
            assertThat(shown.getProtocol()).isEqualTo(1);
            assertThat(shown.getTimestampMillis()).as("the gateway's time").isEqualTo(FakeGateway.TIME_MILLIS);
            Credentials credentials = new Credentials(shown.getClientId(), shown.getAlgorithm(), shown.getTimestampMillis(), shown.getNonce(),
                    shown.getProof());
            assertThat(Proof.isRight(credentials, Profiles.KEY.publicKey(), Profiles.PIN)).isTrue();
            assertThat(tunnel.status().state()).isEqualTo(TunnelState.CONNECTING);
            call.answer(FakeGateway.grant("s1"));
            TunnelStatus status = TestTunnel.get(connecting);
            assertThat(status.state()).isEqualTo(TunnelState.CONNECTED);
            assertThat(status.gateway()).isEqualTo(Profiles.URL);
            assertThat(status.clientId()).isEqualTo("alice");
            assertThat(status.adapterName()).isEqualTo("vpnc0");
            assertThat(status.address()).isEqualTo("10.66.77.2/24");
            assertThat(status.problem()).isNull();
            assertThat(tunnel.adapter().settings())
                    .isEqualTo(new TunAdapterSettings("vpnc0", Ipv4Network.parse("10.66.77.2/24"), 1500, true));
        }
    }

    @Test
    void connectingTwiceAsksTheGatewayOnceAndAnswersBoth() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            CompletionStage<TunnelStatus> one = tunnel.supervisor.connect();
            CompletionStage<TunnelStatus> other = tunnel.supervisor.connect();
            tunnel.letIn(FakeGateway.grant("s1"));
            assertThat(TestTunnel.get(one).state()).isEqualTo(TunnelState.CONNECTED);
            assertThat(TestTunnel.get(other).state()).isEqualTo(TunnelState.CONNECTED);
            assertThat(TestTunnel.get(tunnel.supervisor.connect()).state()).isEqualTo(TunnelState.CONNECTED);
            assertThat(tunnel.gateway.authentications).isEmpty();
        }
    }

    @Test
    void disconnectSaysGoodbyeAndLeavesNothing() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            FakeGateway.next(tunnel.gateway.polls);
            tunnel.supervisor.disconnect();
            assertThat(FakeGateway.next(tunnel.gateway.goodbyes).request().getSessionId()).isEqualTo("s1");
            assertNothingIsLeft(tunnel);
            tunnel.supervisor.disconnect();
            assertThat(tunnel.gateway.goodbyes).as("no second goodbye").isEmpty();
        }
    }

    @Test
    void disconnectDoesNotWaitForAGatewayThatDoesNotAnswer() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            tunnel.gateway.answersGoodbyes = false;
            tunnel.gateway.endsPollsAtGoodbye = false;
            FakeGateway.next(tunnel.gateway.polls);
            tunnel.supervisor.disconnect();
            assertNothingIsLeft(tunnel);
        }
    }

    @Test
    void disconnectWhileConnectingEndsTheAttemptAndItsSessionIfItIsLetInAfterAll() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            CompletionStage<TunnelStatus> connecting = tunnel.supervisor.connect();
            Call<Authenticate, AuthenticateResponse> call = FakeGateway.next(tunnel.gateway.authentications);
            tunnel.supervisor.disconnect();
            assertThat(TestTunnel.get(connecting).state()).isEqualTo(TunnelState.DISCONNECTED);
            call.answer(FakeGateway.grant("late"));
            assertThat(FakeGateway.next(tunnel.gateway.goodbyes).request().getSessionId()).isEqualTo("late");
            tunnel.await(TunnelState.DISCONNECTED);
            assertThat(tunnel.memory.adapter("vpnc0")).isEmpty();
        }
    }

    /** The trap: the abandoned one comes later, the gateway ends the newer session for it, and the tunnel takes that for a thief. */
    @Test
    void anAttemptWaitsForTheAbandonedOneThatTheGatewayMayStillLetIn() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            tunnel.supervisor.connect();
            Call<Authenticate, AuthenticateResponse> abandoned = FakeGateway.next(tunnel.gateway.authentications);
            tunnel.supervisor.disconnect();
            tunnel.supervisor.connect();
            tunnel.supervisor.disconnect();
            tunnel.supervisor.connect();
            tunnel.settle();
            assertThat(tunnel.gateway.authentications).isEmpty();
            abandoned.answer(FakeGateway.grant("late"));
            Call<Authenticate, AuthenticateResponse> next = FakeGateway.next(tunnel.gateway.authentications);
            assertThat(tunnel.gateway.goodbyes.poll().request().getSessionId()).as("ended before").isEqualTo("late");
            next.answer(FakeGateway.grant("s2"));
            tunnel.await(TunnelState.CONNECTED);
            assertThat(tunnel.gateway.authentications).as("the second one never authenticates").isEmpty();
        }
    }

    @Test
    void disconnectWhileWaitingStopsTrying() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            CompletionStage<TunnelStatus> second = reconnecting(tunnel);
            tunnel.supervisor.disconnect();
            assertThat(TestTunnel.get(second).state()).isEqualTo(TunnelState.DISCONNECTED);
            assertNothingIsLeft(tunnel);
        }
    }

    /** The connection is lost, and somebody waits for the next one. */
    private static CompletionStage<TunnelStatus> reconnecting(TestTunnel tunnel) throws Exception {
        FakeGateway.next(tunnel.gateway.polls).fail(FakeGateway.broken());
        tunnel.await(TunnelState.WAITING);
        CompletionStage<TunnelStatus> stage = tunnel.supervisor.connect();
        assertThat(tunnel.isDone(stage)).isFalse();
        return stage;
    }

    @Test
    void disconnectAfterAFailureIsPossibleAndSoIsConnectingAgain() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            CompletionStage<TunnelStatus> first = tunnel.supervisor.connect();
            FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.refused("REFUSED"));
            assertThat(TestTunnel.get(first).state()).isEqualTo(TunnelState.FAILED);
            tunnel.supervisor.disconnect();
            assertNothingIsLeft(tunnel);
            CompletionStage<TunnelStatus> second = tunnel.supervisor.connect();
            tunnel.letIn(FakeGateway.grant("s1"));
            assertThat(TestTunnel.get(second).state()).isEqualTo(TunnelState.CONNECTED);
        }
    }

    @Test
    void connectAfterAFailureTriesAgain() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            CompletionStage<TunnelStatus> first = tunnel.supervisor.connect();
            FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.refused("REFUSED"));
            assertThat(TestTunnel.get(first).state()).isEqualTo(TunnelState.FAILED);
            CompletionStage<TunnelStatus> second = tunnel.supervisor.connect();
            tunnel.letIn(FakeGateway.grant("s1"));
            assertThat(TestTunnel.get(second).problem()).isNull();
        }
    }

    @Test
    void connectAndDisconnectByManyThreadsEndWhereTheLastOneSays() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            Thread gatekeeper = new Thread(() -> letAllIn(tunnel));
            gatekeeper.start();
            CompletableFuture<?>[] callers = new CompletableFuture<?>[4];
            for (int i = 0; i < callers.length; i++) {
                callers[i] = CompletableFuture.runAsync(() -> {
                    for (int round = 0; round < 20; round++) {
                        tunnel.supervisor.connect();
                        tunnel.supervisor.disconnect();
                    }
                });
            }
            CompletableFuture.allOf(callers).get(40, TimeUnit.SECONDS);
            gatekeeper.interrupt();
            gatekeeper.join();
            tunnel.gateway.failAll();
            assertThat(tunnel.status().state()).isEqualTo(TunnelState.DISCONNECTED);
            assertThat(tunnel.memory.adapter("vpnc0")).isEmpty();
        }
    }

    private static void letAllIn(TestTunnel tunnel) {
        try {
            for (int session = 0; true; session++) {
                tunnel.gateway.authentications.take().answer(FakeGateway.grant("s" + session));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void autoConnectConnectsWithoutBeingTold() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of("autoConnect", true))) {
            tunnel.letIn(FakeGateway.grant("s1"));
            tunnel.await(TunnelState.CONNECTED);
        }
    }

    @Test
    void changedSettingsConnectAnewAndTheAdapterStaysIfItFits() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            MemoryTunAdapter adapter = tunnel.adapter();
            FakeGateway.next(tunnel.gateway.polls);
            tunnel.supervisor.configure(Settings.with(Map.of("maxPolls", 2)));
            assertThat(FakeGateway.next(tunnel.gateway.goodbyes).request().getSessionId()).isEqualTo("s1");
            tunnel.letIn(FakeGateway.grant("s2"));
            tunnel.await(TunnelState.CONNECTED);
            assertThat(tunnel.adapter()).isSameAs(adapter);
            assertThat(tunnel.clientsOpen).hasValue(1);
        }
    }

    @Test
    void settingsThatSayTheSameDisturbNothing() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            tunnel.supervisor.configure(Settings.with(Map.of("autoConnect", true)));
            tunnel.settle();
            assertThat(tunnel.status().state()).isEqualTo(TunnelState.CONNECTED);
            assertThat(tunnel.gateway.goodbyes).isEmpty();
        }
    }

    @Test
    void settingsThatAreWrongEndTheTunnelAndSayWhy() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            tunnel.supervisor.configure(Settings.with(Map.of("maxPolls", 0)));
            assertThat(tunnel.await(TunnelState.FAILED).problem()).contains("maxPolls", "1 to 48");
            assertThat(tunnel.memory.adapter("vpnc0")).isEmpty();
        }
    }

    @Test
    void anAdapterThatCanNotBeOpenedMakesTheTunnelGiveUpAndEndTheSession() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of());
                MemoryTunAdapter other = inTheWay(tunnel.memory)) {
            CompletionStage<TunnelStatus> connecting = tunnel.supervisor.connect();
            tunnel.letIn(FakeGateway.grant("s1"));
            TunnelStatus failed = TestTunnel.get(connecting);
            assertThat(failed.state()).isEqualTo(TunnelState.FAILED);
            assertThat(failed.problem()).contains("vpnc0", "already in use");
            assertThat(FakeGateway.next(tunnel.gateway.goodbyes).request().getSessionId()).isEqualTo("s1");
            assertThat(other.readWaitHandle()).as("the other adapter is left alone").isPresent();
        }
    }

    private static MemoryTunAdapter inTheWay(MemoryTunAdapterProvider memory) throws TunAdapterException {
        return memory.open(new TunAdapterSettings("vpnc0", Ipv4Network.parse("10.1.1.1/24"), 1500));
    }

    @Test
    void anAdapterThatGoesAwayIsOpenedAgainWithTheNextConnection() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            MemoryTunAdapter gone = tunnel.adapter();
            gone.breakDown("removed by hand");
            VirtualScheduler.Timer pause = tunnel.scheduler.nextPause();
            assertThat(tunnel.await(TunnelState.WAITING).problem()).contains("removed by hand");
            assertThat(tunnel.memory.adapter("vpnc0")).isEmpty();
            pause.fire();
            tunnel.resume();
            tunnel.await(TunnelState.CONNECTED);
            assertThat(tunnel.adapter()).isNotSameAs(gone);
        }
    }

    @Test
    void theTunnelWaitsForABundleThatOffersItsAdapter() throws Exception {
        try (TestTunnel tunnel = new TestTunnel()) {
            tunnel.supervisor.configure(Settings.with(Map.of()));
            tunnel.supervisor.useProfile(Profiles.alice());
            tunnel.supervisor.connect();
            assertThat(tunnel.await(TunnelState.WAITING).problem()).contains("type memory", "com.softellect.vpn.interop");
            tunnel.providerCame(tunnel.memory);
            tunnel.letIn(FakeGateway.grant("s1"));
            tunnel.await(TunnelState.CONNECTED);
        }
    }

    @Test
    void whenTheAdaptersBundleIsReplacedTheTunnelGoesOnWithTheNewOne() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            tunnel.supervisor.providerGoes(tunnel.memory);
            assertThat(tunnel.memory.adapter("vpnc0")).as("left before the bundle is gone").isEmpty();
            assertThat(tunnel.status().state()).as("the connection has not noticed").isEqualTo(TunnelState.CONNECTED);
            MemoryTunAdapterProvider next = new MemoryTunAdapterProvider();
            tunnel.providerCame(next);
            assertThat(next.awaitAdapter("vpnc0", Duration.ofSeconds(20))).isPresent();
            assertThat(tunnel.status().reconnects()).isZero();
        }
    }

    @Test
    void whenTheAdaptersBundleDoesNotComeBackTheTunnelWaitsForIt() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            tunnel.supervisor.providerGoes(tunnel.memory);
            tunnel.scheduler.nextPause().fire();
            assertThat(tunnel.await(TunnelState.WAITING).problem()).contains("memory");
            MemoryTunAdapterProvider next = new MemoryTunAdapterProvider();
            tunnel.providerCame(next);
            tunnel.resume();
            tunnel.await(TunnelState.CONNECTED);
            assertThat(next.adapter("vpnc0")).isPresent();
        }
    }

    @Test
    void autoNeverTakesTheInMemoryAdapter() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of("adapterType", "auto"))) {
            tunnel.supervisor.connect();
            assertThat(tunnel.await(TunnelState.WAITING).problem()).contains("type auto", "[memory]");
        }
    }

    @Test
    void afterTheEndConnectAnswersAtOnce() throws Exception {
        TestTunnel tunnel = TestTunnel.ready(Map.of());
        tunnel.close();
        assertThat(TestTunnel.get(tunnel.supervisor.connect()).state()).isEqualTo(TunnelState.DISCONNECTED);
        tunnel.supervisor.disconnect();
    }
}
