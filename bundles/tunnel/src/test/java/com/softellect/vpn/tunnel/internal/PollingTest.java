package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.contract.ReceivePackets;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.tunnel.internal.FakeGateway.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many polls are out. The gateway's answers are the test's, so that nothing here depends on time. */
@Timeout(60)
class PollingTest {

    private static Call<ReceivePackets, ReceivePacketsResponse> nextPoll(TestTunnel tunnel) throws InterruptedException {
        return FakeGateway.next(tunnel.gateway.polls);
    }

    private static void answerEmptyAndSeeOnePollAtATime(TestTunnel tunnel, int next) throws InterruptedException {
        tunnel.gateway.forgetMostPolls();
        for (int i = 0; i < 50; i++) {
            nextPoll(tunnel).answer(Packets.none(next));
        }
        assertThat(tunnel.gateway.mostPollsOut()).isEqualTo(1);
    }

    /** Answers with packets until so many polls are out. */
    private static List<Call<ReceivePackets, ReceivePacketsResponse>> burst(TestTunnel tunnel, int polls) throws InterruptedException {
        List<Call<ReceivePackets, ReceivePacketsResponse>> out = new ArrayList<>();
        out.add(nextPoll(tunnel));
        for (int sequence = 0; out.size() < polls; sequence++) {
            out.remove(0).answer(Packets.answer(sequence, 1));
            out.add(nextPoll(tunnel));
            out.add(nextPoll(tunnel));
        }
        return out;
    }

    @Test
    void anIdleTunnelHasOnePollOutAndCallsAgainAtOnce() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            answerEmptyAndSeeOnePollAtATime(tunnel, 0);
            nextPoll(tunnel);
            assertThat(tunnel.status().pollsInFlight()).isEqualTo(1);
            assertThat(tunnel.status().polls()).isEqualTo(50);
        }
    }

    @Test
    void eachAnswerWithPacketsOpensOneMorePollUpToTheLimit() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxPolls", 3))) {
            List<Call<ReceivePackets, ReceivePacketsResponse>> out = burst(tunnel, 3);
            for (int sequence = 2; sequence < 30; sequence++) {
                out.remove(0).answer(Packets.answer(sequence, 1));
                out.add(nextPoll(tunnel));
            }
            assertThat(tunnel.gateway.mostPollsOut()).isEqualTo(3);
            assertThat(tunnel.status().pollsInFlight()).isEqualTo(3);
        }
    }

    @Test
    void theGatewaysLimitOfPollsIsKept() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxPolls", 4),
                FakeGateway.grant("s1", "10.66.77.2", 1, 1, 100, 65_535))) {
            for (int sequence = 0; sequence < 30; sequence++) {
                nextPoll(tunnel).answer(Packets.answer(sequence, 1));
            }
            assertThat(tunnel.gateway.mostPollsOut()).isEqualTo(1);
        }
    }

    @Test
    void pollsThatComeBackEmptyAreNotMadeAgainUntilOneIsLeft() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxPolls", 4))) {
            List<Call<ReceivePackets, ReceivePacketsResponse>> out = burst(tunnel, 4);
            for (Call<ReceivePackets, ReceivePacketsResponse> poll : out) {
                poll.answer(Packets.none(3));
            }
            Call<ReceivePackets, ReceivePacketsResponse> last = nextPoll(tunnel);
            assertThat(tunnel.status().pollsInFlight()).isEqualTo(1);
            last.answer(Packets.none(3));
            answerEmptyAndSeeOnePollAtATime(tunnel, 3);
        }
    }

    /** The trap: what a burst allows adds up, and an idle tunnel goes on with as many polls as it may have. */
    @Test
    void howeverLongABurstWasOnePollIsLeftAfterIt() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxPolls", 4))) {
            List<Call<ReceivePackets, ReceivePacketsResponse>> out = burst(tunnel, 4);
            for (int sequence = 3; sequence < 1000; sequence++) {
                out.remove(0).answer(Packets.answer(sequence, 1));
                out.add(nextPoll(tunnel));
            }
            for (Call<ReceivePackets, ReceivePacketsResponse> poll : out) {
                poll.answer(Packets.none(1000));
            }
            nextPoll(tunnel).answer(Packets.none(1000));
            answerEmptyAndSeeOnePollAtATime(tunnel, 1000);
        }
    }

    @Test
    void aPollThatComesBackEmptyIsNotMadeAgainWhileAnotherIsOut() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxPolls", 2))) {
            List<Call<ReceivePackets, ReceivePacketsResponse>> out = burst(tunnel, 2);
            out.get(0).answer(Packets.none(1));
            tunnel.gateway.forgetMostPolls();
            out.get(1).answer(Packets.answer(1, 1));
            nextPoll(tunnel).answer(Packets.none(2));
            answerEmptyAndSeeOnePollAtATimeAfterShrinking(tunnel);
        }
    }

    /** Two polls may be out here; one of the two answers is not followed by a poll. */
    private static void answerEmptyAndSeeOnePollAtATimeAfterShrinking(TestTunnel tunnel) throws InterruptedException {
        nextPoll(tunnel).answer(Packets.none(2));
        answerEmptyAndSeeOnePollAtATime(tunnel, 2);
    }
}
