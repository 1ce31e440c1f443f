package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import com.softellect.vpn.contract.ReceivePackets;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.contract.SendPackets;
import com.softellect.vpn.contract.SendPacketsResponse;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.tunnel.internal.FakeGateway.Call;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.xml.ws.WebServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that goes on after its connection broke. */
@Timeout(60)
class ResumeTest {

    private static final Map<String, Object> ONE_SENDER = Map.of("maxSends", 1, "maxPolls", 2);

    private static Call<ReceivePackets, ReceivePacketsResponse> nextPoll(TestTunnel tunnel) throws InterruptedException {
        return FakeGateway.next(tunnel.gateway.polls);
    }

    private static Call<SendPackets, SendPacketsResponse> nextSend(TestTunnel tunnel) throws InterruptedException {
        return FakeGateway.next(tunnel.gateway.sends);
    }

    private static int nextDelivered(TestTunnel tunnel) throws InterruptedException {
        return Packets.number(tunnel.adapter().takeSent(TestTunnel.LONG));
    }

    private static void inject(TestTunnel tunnel, int first, int count) throws InterruptedException {
        long before = tunnel.counters.counters().get("packets.in");
        for (int number = first; number < first + count; number++) {
            assertThat(tunnel.adapter().inject(Packets.numbered(number))).isTrue();
        }
        while (tunnel.counters.counters().get("packets.in") < before + count) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private static void breakAndResume(TestTunnel tunnel) throws InterruptedException {
        nextPoll(tunnel).fail(FakeGateway.broken());
        tunnel.scheduler.nextPause().fire();
        tunnel.resume();
        tunnel.await(TunnelState.CONNECTED);
    }

    @Test
    void aSessionThatIsStillThereGoesOnWithoutAuthenticating() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            MemoryTunAdapter adapter = tunnel.adapter();
            nextPoll(tunnel).fail(FakeGateway.broken());
            tunnel.scheduler.nextPause().fire();
            Call<SendPackets, SendPacketsResponse> asked = FakeGateway.next(tunnel.gateway.resumptions);
            assertThat(asked.request().getSessionId()).isEqualTo("s1");
            asked.answer(new SendPacketsResponse(0));
            assertThat(nextPoll(tunnel).request().getSessionId()).isEqualTo("s1");
            TunnelStatus status = tunnel.await(TunnelState.CONNECTED);
            assertThat(status.reconnects()).isEqualTo(1);
            assertThat(status.resumes()).isEqualTo(1);
            assertThat(tunnel.adapter()).isSameAs(adapter);
            assertThat(tunnel.gateway.authentications).isEmpty();
            assertThat(tunnel.clientsOpen).as("the way over the broken connections is closed").hasValue(1);
        }
    }

    @Test
    void whatWaitedAndWhatCameMeanwhileIsSentAndTheNumbersGoOnAfterThoseOfTheLostCall() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(ONE_SENDER)) {
            inject(tunnel, 0, 1);
            Call<SendPackets, SendPacketsResponse> lost = nextSend(tunnel);
            inject(tunnel, 1, 5);
            lost.fail(FakeGateway.broken());
            VirtualScheduler.Timer pause = tunnel.scheduler.nextPause();
            inject(tunnel, 6, 2);
            pause.fire();
            tunnel.resume();
            SendPackets sent = nextSend(tunnel).request();
            assertThat(sent.getSessionId()).isEqualTo("s1");
            assertThat(sent.getSequence()).as("packet 0 may have arrived, and is not sent again").isEqualTo(1);
            assertThat(Packets.numbers(sent.getPackets())).containsExactly(1, 2, 3, 4, 5, 6, 7);
            assertThat(tunnel.dropped(DropReason.SESSION_ENDED)).as("the lost call's").isEqualTo(1);
        }
    }

    /** The trap: a sender of the dead connection that waited takes the packet for itself, and it goes nowhere. */
    @Test
    void noPacketIsLostToASenderOfTheDeadConnection() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxSends", 2))) {
            for (int round = 0; round < 50; round++) {
                nextPoll(tunnel).fail(FakeGateway.broken());
                VirtualScheduler.Timer pause = tunnel.scheduler.nextPause();
                inject(tunnel, round, 1);
                pause.fire();
                tunnel.resume();
                Call<SendPackets, SendPacketsResponse> call = nextSend(tunnel);
                assertThat(call.request().getSequence()).isEqualTo(round);
                assertThat(Packets.numbers(call.request().getPackets())).containsExactly(round);
                call.answer(new SendPacketsResponse(1));
            }
            tunnel.settle();
            assertThat(tunnel.status().resumes()).isEqualTo(50);
        }
    }

    @Test
    void theOrderOfAnswersBeginsWithTheFirstOneHoweverTheNextOvertake() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(ONE_SENDER)) {
            breakAndResume(tunnel);
            nextPoll(tunnel).answer(Packets.answer(40, 1)); // 0 to 39 went into the dead connection
            Call<ReceivePackets, ReceivePacketsResponse> one = nextPoll(tunnel);
            Call<ReceivePackets, ReceivePacketsResponse> other = nextPoll(tunnel);
            assertThat(nextDelivered(tunnel)).isEqualTo(40);
            other.answer(Packets.answer(43, 1));
            one.answer(Packets.answer(41, 2));
            assertThat(List.of(nextDelivered(tunnel), nextDelivered(tunnel), nextDelivered(tunnel))).containsExactly(41, 42, 43);
        }
    }

    @Test
    void onlyOnePollIsOutUntilTheOrderIsKnown() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxPolls", 4))) {
            nextPoll(tunnel).answer(Packets.answer(0, 1));
            Call<ReceivePackets, ReceivePacketsResponse> one = nextPoll(tunnel);
            Call<ReceivePackets, ReceivePacketsResponse> other = nextPoll(tunnel);
            one.fail(FakeGateway.broken());
            other.fail(FakeGateway.broken());
            VirtualScheduler.Timer pause = tunnel.scheduler.nextPause();
            tunnel.gateway.awaitNoPolls();
            tunnel.gateway.forgetMostPolls();
            pause.fire();
            tunnel.resume();
            nextPoll(tunnel).answer(Packets.none(7));
            nextPoll(tunnel).answer(Packets.none(7));
            assertThat(tunnel.gateway.mostPollsOut()).isEqualTo(1);
        }
    }

    @Test
    void aGatewayThatIsNotReachedIsAskedForTheSameSessionAgainAndAgain() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            nextPoll(tunnel).fail(FakeGateway.broken());
            for (int i = 0; i < 5; i++) {
                tunnel.scheduler.nextPause().fire();
                Call<SendPackets, SendPacketsResponse> asked = FakeGateway.next(tunnel.gateway.resumptions);
                assertThat(asked.request().getSessionId()).isEqualTo("s1");
                asked.fail(FakeGateway.broken());
            }
            tunnel.scheduler.nextPause().fire();
            tunnel.resume();
            assertThat(tunnel.await(TunnelState.CONNECTED).resumes()).isEqualTo(1);
            assertThat(tunnel.gateway.authentications).isEmpty();
        }
    }

    @Test
    void aSessionThatIsGoneIsFollowedByANewOneAtOnceWithNothingOfTheOldOneInIt() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(ONE_SENDER)) {
            nextPoll(tunnel).fail(FakeGateway.broken());
            VirtualScheduler.Timer pause = tunnel.scheduler.nextPause();
            inject(tunnel, 0, 3);
            pause.fire();
            tunnel.refuseResumption();
            tunnel.letIn(FakeGateway.grant("s2"));
            TunnelStatus status = tunnel.await(TunnelState.CONNECTED);
            assertThat(status.reconnects()).isEqualTo(1);
            assertThat(status.resumes()).isZero();
            assertThat(tunnel.dropped(DropReason.SESSION_ENDED)).isEqualTo(3);
            inject(tunnel, 9, 1);
            SendPackets sent = nextSend(tunnel).request();
            assertThat(sent.getSequence()).isZero();
            assertThat(Packets.numbers(sent.getPackets())).containsExactly(9);
            nextPoll(tunnel).answer(Packets.answer(0, 1));
            assertThat(nextDelivered(tunnel)).as("the order begins with 0 again").isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"REPLACED", "REVOKED", "EXPIRED", "KEY_CHANGED"})
    void aSessionThatWasTakenAwayMeanwhileEndsTheTunnel(String reason) throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            nextPoll(tunnel).fail(FakeGateway.broken());
            tunnel.scheduler.nextPause().fire();
            FakeGateway.next(tunnel.gateway.resumptions).fail(FakeGateway.ended(reason));
            assertThat(tunnel.await(TunnelState.FAILED).problem()).contains(reason);
            tunnel.settle();
            assertThat(tunnel.gateway.authentications).isEmpty();
            assertThat(tunnel.clientsOpen).hasValue(0);
        }
    }

    @Test
    void aGatewayThatChangedToItsNextKeyIsAskedForTheSessionAtOnceOverANewWay() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            nextPoll(tunnel).fail(new WebServiceException(new UnexpectedPinException(Profiles.PIN, true)));
            tunnel.resume();
            assertThat(tunnel.await(TunnelState.CONNECTED).resumes()).isEqualTo(1);
            assertThat(tunnel.scheduler.hasPause()).isFalse();
            assertThat(tunnel.urls).as("ways that were made").hasSize(2);
            assertThat(tunnel.clientsOpen).hasValue(1);
        }
    }

    @Test
    void aGatewayThatShowsAForeignKeyLaterOnEndsTheTunnel() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            nextPoll(tunnel).fail(new WebServiceException(new UnexpectedPinException(Profiles.PIN, false)));
            assertThat(tunnel.await(TunnelState.FAILED).problem()).contains(Profiles.PIN, "vpn:identity");
            assertThat(tunnel.gateway.resumptions).isEmpty();
        }
    }

    @Test
    void whatCallsOfTheDeadConnectionStillBringNeverReachesTheAdapter() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(ONE_SENDER)) {
            nextPoll(tunnel).answer(Packets.answer(0, 1));
            assertThat(nextDelivered(tunnel)).isZero();
            Call<ReceivePackets, ReceivePacketsResponse> late = nextPoll(tunnel);
            breakAndResume(tunnel);
            late.answer(Packets.answer(1, 4));
            tunnel.awaitDropped(DropReason.SESSION_ENDED, 4);
            nextPoll(tunnel).answer(Packets.answer(5, 1));
            assertThat(nextDelivered(tunnel)).isEqualTo(5);
        }
    }

    @Test
    void aQueueThatFillsUpWhileThereIsNoConnectionDropsAndCounts() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("queuePackets", 10))) {
            nextPoll(tunnel).fail(FakeGateway.broken());
            tunnel.scheduler.nextPause();
            inject(tunnel, 0, 25);
            tunnel.awaitDropped(DropReason.QUEUE_FULL, 15);
        }
    }

    @Test
    void disconnectWhileResumingEndsTheSessionIfItIsStillThere() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            nextPoll(tunnel).fail(FakeGateway.broken());
            tunnel.scheduler.nextPause().fire();
            Call<SendPackets, SendPacketsResponse> asked = FakeGateway.next(tunnel.gateway.resumptions);
            tunnel.supervisor.disconnect();
            assertThat(tunnel.status().state()).isEqualTo(TunnelState.DISCONNECTED);
            asked.answer(new SendPacketsResponse(0));
            assertThat(FakeGateway.next(tunnel.gateway.goodbyes).request().getSessionId()).isEqualTo("s1");
        }
    }

    @Test
    void afterADisconnectTheNextSessionIsANewOne() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            nextPoll(tunnel).fail(FakeGateway.broken());
            tunnel.await(TunnelState.WAITING);
            tunnel.supervisor.disconnect();
            tunnel.supervisor.connect();
            tunnel.letIn(FakeGateway.grant("s2"));
            assertThat(tunnel.await(TunnelState.CONNECTED).resumes()).isZero();
            assertThat(tunnel.gateway.resumptions).isEmpty();
        }
    }
}
