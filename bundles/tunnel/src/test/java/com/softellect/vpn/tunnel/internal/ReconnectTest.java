package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import com.softellect.vpn.contract.GetVersionInfoResponse;
import com.softellect.vpn.contract.ReceivePackets;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.contract.VersionNotSupportedException;
import com.softellect.vpn.contract.VersionNotSupportedInfo;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.tunnel.internal.FakeGateway.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReconnectTest {

    private static Call<ReceivePackets, ReceivePacketsResponse> nextPoll(TestTunnel tunnel) throws InterruptedException {
        return FakeGateway.next(tunnel.gateway.polls);
    }

    @Test
    void aLostAnswerEndsTheConnectionAndTheNextOneTakesOver() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            MemoryTunAdapter adapter = tunnel.adapter();
            nextPoll(tunnel).fail(FakeGateway.broken());
            VirtualScheduler.Timer pause = tunnel.scheduler.nextPause();
            TunnelStatus waiting = tunnel.await(TunnelState.WAITING);
            assertThat(pause.millis()).isEqualTo(320);
            assertThat(waiting.nextAttempt()).isEqualTo(TestTunnel.NOW.plusMillis(320));
            assertThat(waiting.problem()).contains(Profiles.URL, "the line is dead");
            pause.fire();
            tunnel.refuseResumption();
            tunnel.letIn(FakeGateway.grant("s2"));
            Call<ReceivePackets, ReceivePacketsResponse> poll = nextPoll(tunnel);
            assertThat(poll.request().getSessionId()).isEqualTo("s2");
            poll.answer(Packets.answer(0, 1));
            assertThat(Packets.number(adapter.takeSent(TestTunnel.LONG))).isZero();
            assertThat(tunnel.adapter()).as("the adapter stays").isSameAs(adapter);
            TunnelStatus connected = tunnel.await(TunnelState.CONNECTED);
            assertThat(connected.reconnects()).isEqualTo(1);
            assertThat(connected.problem()).isNull();
        }
    }

    @Test
    void anExpiredSessionIsFollowedByANewOneAtOnceAndTheAdapterStays() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            MemoryTunAdapter adapter = tunnel.adapter();
            nextPoll(tunnel).fail(FakeGateway.expired());
            tunnel.letIn(FakeGateway.grant("s2"));
            assertThat(nextPoll(tunnel).request().getSessionId()).isEqualTo("s2");
            assertThat(tunnel.adapter()).isSameAs(adapter);
            assertThat(tunnel.scheduler.hasPause()).isFalse();
        }
    }

    @Test
    void sessionsThatExpireAgainAndAgainAreAskedForAfterPauses() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            nextPoll(tunnel).fail(FakeGateway.expired());
            tunnel.letIn(FakeGateway.grant("s2"));
            nextPoll(tunnel).fail(FakeGateway.expired());
            assertThat(tunnel.scheduler.nextPause().millis()).isEqualTo(250);
        }
    }

    @Test
    void anOtherAddressMakesAnOtherAdapter() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            MemoryTunAdapter before = tunnel.adapter();
            nextPoll(tunnel).fail(FakeGateway.expired());
            tunnel.letIn(FakeGateway.grant("s2", "10.66.77.9", 4, 2, 100, 65_535));
            nextPoll(tunnel);
            assertThat(tunnel.adapter()).isNotSameAs(before);
            assertThat(before.readWaitHandle()).as("the old adapter is closed").isEmpty();
            assertThat(tunnel.await(TunnelState.CONNECTED).address()).isEqualTo("10.66.77.9/24");
        }
    }

    @Test
    void pausesGrowToTheirLimitAndBeginAnewAfterAConnectionThatHeld() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            tunnel.supervisor.connect();
            List<Long> pauses = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.broken());
                VirtualScheduler.Timer pause = tunnel.scheduler.nextPause();
                pauses.add(pause.millis());
                pause.fire();
            }
            assertThat(pauses).containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 25_000L, 25_000L);
            tunnel.letIn(FakeGateway.grant("s1"));
            tunnel.scheduler.nextHeld().fire();
            tunnel.settle();
            nextPoll(tunnel).fail(FakeGateway.broken());
            assertThat(tunnel.scheduler.nextPause().millis()).isEqualTo(320);
        }
    }

    @Test
    void aSessionThatTheGatewayMayStillKnowIsAskedForOftenForAMinute() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            nextPoll(tunnel).fail(FakeGateway.broken());
            List<Long> pauses = new ArrayList<>();
            for (int i = 0; i < 79; i++) {
                VirtualScheduler.Timer pause = tunnel.scheduler.nextPause();
                pauses.add(pause.millis());
                pause.fire();
                tunnel.failResumption(FakeGateway.broken());
            }
            assertThat(pauses).startsWith(320L, 640L, 800L, 800L, 800L).endsWith(800L, 1600L, 3200L, 6400L);
        }
    }

    @Test
    void aConnectionThatDidNotHoldDoesNotShortenThePauses() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            VirtualScheduler.Timer held = tunnel.scheduler.nextHeld();
            nextPoll(tunnel).fail(FakeGateway.broken());
            tunnel.scheduler.nextPause().fire();
            assertThat(held.isCancelled()).isTrue();
            tunnel.resume();
            nextPoll(tunnel).fail(FakeGateway.broken());
            assertThat(tunnel.scheduler.nextPause().millis()).isEqualTo(640);
        }
    }

    @Test
    void pausesAreJittered() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            tunnel.random = 0;
            tunnel.supervisor.connect();
            FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.broken());
            VirtualScheduler.Timer shorter = tunnel.scheduler.nextPause();
            assertThat(shorter.millis()).isEqualTo(200);
            tunnel.random = 1;
            shorter.fire();
            FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.broken());
            assertThat(tunnel.scheduler.nextPause().millis()).isEqualTo(600);
        }
    }

    @ParameterizedTest
    @CsvSource({"REFUSED,new profile", "DISABLED,vpn:client-enable", "EXPIRED,time is over"})
    void aRefusedClientGivesUpSaysWhatToDoAndAsksNoMore(String reason, String advice) throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            CompletionStage<TunnelStatus> connecting = tunnel.supervisor.connect();
            FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.refused(reason));
            TunnelStatus failed = TestTunnel.get(connecting);
            assertThat(failed.state()).isEqualTo(TunnelState.FAILED);
            assertThat(failed.problem()).contains(reason, "no entry", advice, "vpn:connect");
            assertThat(tunnel.scheduler.hasPause()).isFalse();
            assertThat(tunnel.clientsOpen).hasValue(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"FULL", "CLOCK", "REPLAY", "ADDRESS_IN_USE", "TOO_MANY", "CHANGED", "SOMETHING_NEW"})
    void aClientThatIsNotLetInNowAsksAgainLater(String reason) throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            CompletionStage<TunnelStatus> connecting = tunnel.supervisor.connect();
            FakeGateway.next(tunnel.gateway.authentications).fail(FakeGateway.refused(reason));
            VirtualScheduler.Timer pause = tunnel.scheduler.nextPause();
            assertThat(tunnel.await(TunnelState.WAITING).problem()).contains(reason);
            assertThat(tunnel.isDone(connecting)).isFalse();
            pause.fire();
            tunnel.letIn(FakeGateway.grant("s1"));
            assertThat(TestTunnel.get(connecting).state()).isEqualTo(TunnelState.CONNECTED);
        }
    }

    @ParameterizedTest
    @CsvSource({"REPLACED,vpn:client-rotate", "REVOKED,vpn:client-enable", "EXPIRED,time is over", "KEY_CHANGED,new profile"})
    void aSessionThatWasTakenAwayEndsTheTunnelAndSaysWhatToDo(String reason, String advice) throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("autoConnect", true))) {
            nextPoll(tunnel).fail(FakeGateway.ended(reason));
            TunnelStatus failed = tunnel.await(TunnelState.FAILED);
            assertThat(failed.problem()).contains(reason, "as the gateway says it", advice, "vpn:connect");
            tunnel.supervisor.configure(Settings.with(Map.of("autoConnect", true)));
            tunnel.settle();
            assertThat(tunnel.status().state()).as("settings that say the same change nothing").isEqualTo(TunnelState.FAILED);
            assertThat(tunnel.gateway.authentications).isEmpty();
            assertThat(tunnel.gateway.resumptions).isEmpty();
            assertThat(tunnel.scheduler.hasPause()).isFalse();
            assertThat(tunnel.clientsOpen).hasValue(0);
            assertThat(tunnel.memory.adapter("vpnc0")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"IDLE", "ADMINISTRATOR", "DISCONNECTED"})
    void aSessionThatMayComeBackIsFollowedByANewOneAtOnce(String reason) throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            nextPoll(tunnel).fail(FakeGateway.ended(reason));
            tunnel.letIn(FakeGateway.grant("s2"));
            assertThat(nextPoll(tunnel).request().getSessionId()).isEqualTo("s2");
            assertThat(tunnel.scheduler.hasPause()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHUTDOWN", "SOMETHING_NEW"})
    void aSessionThatEndsWithItsGatewayIsFollowedByANewOneAfterAPause(String reason) throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            nextPoll(tunnel).fail(FakeGateway.ended(reason));
            VirtualScheduler.Timer pause = tunnel.scheduler.nextPause();
            assertThat(tunnel.await(TunnelState.WAITING).problem()).contains(reason);
            pause.fire();
            tunnel.letIn(FakeGateway.grant("s2"));
            assertThat(nextPoll(tunnel).request().getSessionId()).isEqualTo("s2");
        }
    }

    @ParameterizedTest
    @CsvSource({"2,3,update this client", "0,0,update the gateway"})
    void aGatewayOfAnotherProtocolMakesTheTunnelGiveUpBeforeAnyProofIsShown(int lowest, int highest, String advice) throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            tunnel.gateway.versionInfo = new GetVersionInfoResponse("gateway", "9", lowest, highest, FakeGateway.TIME_MILLIS);
            TunnelStatus failed = TestTunnel.get(tunnel.supervisor.connect());
            assertThat(failed.state()).isEqualTo(TunnelState.FAILED);
            assertThat(failed.problem()).contains("protocol " + lowest + " to " + highest, advice);
            assertThat(tunnel.gateway.authentications).isEmpty();
        }
    }

    @Test
    void aGatewayThatRefusesTheProtocolMakesTheTunnelGiveUp() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            CompletionStage<TunnelStatus> connecting = tunnel.supervisor.connect();
            FakeGateway.next(tunnel.gateway.authentications)
                    .fail(new VersionNotSupportedException(new VersionNotSupportedInfo(2, 3, "too old")));
            assertThat(TestTunnel.get(connecting).problem()).contains("protocol 2 to 3", "update this client");
            assertThat(tunnel.status().state()).isEqualTo(TunnelState.FAILED);
        }
    }

    @Test
    void anAnswerThatCanNotBeRightIsAFailedCall() throws Exception {
        try (TestTunnel tunnel = TestTunnel.ready(Map.of())) {
            tunnel.supervisor.connect();
            tunnel.letIn(FakeGateway.grant("s1", "10.66.77", 4, 2, 100, 65_535));
            assertThat(tunnel.scheduler.nextPause().millis()).isEqualTo(250);
            assertThat(tunnel.await(TunnelState.WAITING).problem()).contains("10.66.77");
        }
    }

    @Test
    void whatAnOldConnectionStillBringsNeverReachesTheAdapter() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxPolls", 2))) {
            nextPoll(tunnel).answer(Packets.answer(0, 1));
            Call<ReceivePackets, ReceivePacketsResponse> late = nextPoll(tunnel);
            nextPoll(tunnel).fail(FakeGateway.broken());
            tunnel.scheduler.nextPause().fire();
            tunnel.refuseResumption();
            tunnel.letIn(FakeGateway.grant("s2"));
            Call<ReceivePackets, ReceivePacketsResponse> current = nextPoll(tunnel);
            late.answer(Packets.answer(1, 4));
            tunnel.awaitDropped(DropReason.SESSION_ENDED, 4);
            current.answer(Packets.answer(0, 1));
            assertThat(Packets.number(tunnel.adapter().takeSent(TestTunnel.LONG))).isZero();
            assertThat(Packets.number(tunnel.adapter().takeSent(TestTunnel.LONG))).as("not packet 1 of the old one").isZero();
        }
    }

    @Test
    void severalCallsThatFailAtOnceMakeOneNewConnection() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxPolls", 2))) {
            nextPoll(tunnel).answer(Packets.answer(0, 1));
            Call<ReceivePackets, ReceivePacketsResponse> one = nextPoll(tunnel);
            Call<ReceivePackets, ReceivePacketsResponse> other = nextPoll(tunnel);
            one.fail(FakeGateway.broken());
            other.fail(FakeGateway.broken());
            tunnel.scheduler.nextPause().fire();
            tunnel.resume();
            nextPoll(tunnel);
            tunnel.settle();
            assertThat(tunnel.gateway.authentications).isEmpty();
            assertThat(tunnel.status().reconnects()).isEqualTo(1);
        }
    }
}
