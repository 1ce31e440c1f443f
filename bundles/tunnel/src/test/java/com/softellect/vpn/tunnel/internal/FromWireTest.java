package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.contract.ReceivePackets;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.interop.internal.MemoryTunAdapterProvider;
import com.softellect.vpn.tunnel.internal.FakeGateway.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FromWireTest {

    private static Call<ReceivePackets, ReceivePacketsResponse> nextPoll(TestTunnel tunnel) throws InterruptedException {
        return FakeGateway.next(tunnel.gateway.polls);
    }

    private static int nextDelivered(MemoryTunAdapter adapter) throws InterruptedException {
        byte[] packet = adapter.takeSent(TestTunnel.LONG);
        assertThat(packet).as("a packet for the adapter").isNotNull();
        return Packets.number(packet);
    }

    /** The wait for it ends on the supervisor's scheduler, and the supervisor is the one that brings the adapter back. */
    @Test
    void aMissingAnswerDoesNotKeepAnAdapterAwayWhoseBundleIsReplaced() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxPolls", 4))) {
            nextPoll(tunnel).answer(Packets.answer(0, 1));
            assertThat(nextDelivered(tunnel.adapter())).isZero(); // before the next one comes, or there are two gaps
            nextPoll(tunnel);
            nextPoll(tunnel).answer(Packets.answer(5, 1));
            VirtualScheduler.Timer gap = tunnel.scheduler.nextPause();
            tunnel.supervisor.providerGoes(tunnel.memory);
            gap.fire();
            MemoryTunAdapterProvider next = new MemoryTunAdapterProvider();
            tunnel.providerCame(next);
            assertThat(nextDelivered(next.awaitAdapter("vpnc0", TestTunnel.LONG).orElseThrow())).isEqualTo(5);
        }
    }

    @Test
    void packetsReachTheAdapterInOrderHoweverTheAnswersComeBack() throws Exception {
        Random random = new Random(7);
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxPolls", 4))) {
            List<Call<ReceivePackets, ReceivePacketsResponse>> out = new ArrayList<>();
            List<Call<ReceivePackets, ReceivePacketsResponse>> first = List.of(nextPoll(tunnel));
            first.get(0).answer(Packets.answer(0, 1));
            int sequence = 1;
            for (int round = 0; round < 100; round++) {
                int polls = round == 0 ? 2 : Math.min(4, out.size() + 1);
                out.clear();
                List<ReceivePacketsResponse> answers = new ArrayList<>();
                for (int i = 0; i < polls; i++) {
                    out.add(nextPoll(tunnel));
                    int count = 1 + random.nextInt(5);
                    answers.add(Packets.answer(sequence, count));
                    sequence += count;
                }
                Collections.shuffle(answers, random);
                for (int i = 0; i < polls; i++) {
                    out.get(i).answer(answers.get(i));
                }
            }
            for (int number = 0; number < sequence; number++) {
                assertThat(nextDelivered(tunnel.adapter())).isEqualTo(number);
            }
        }
    }

    @Test
    void aMissingAnswerIsWaitedForAndThenGivenUp() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            nextPoll(tunnel).answer(Packets.answer(5, 2));
            VirtualScheduler.Timer gap = tunnel.scheduler.nextPause();
            nextPoll(tunnel);
            assertThat(tunnel.counters.counters()).containsEntry("packets.out", 0L);
            gap.fire();
            assertThat(nextDelivered(tunnel.adapter())).isEqualTo(5);
            assertThat(nextDelivered(tunnel.adapter())).isEqualTo(6);
        }
    }

    @Test
    void anAnswerThatComesTwiceIsDroppedAndCounted() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            nextPoll(tunnel).answer(Packets.answer(0, 3));
            nextPoll(tunnel).answer(Packets.answer(0, 3));
            tunnel.awaitDropped(DropReason.LATE, 3);
            assertThat(tunnel.counters.counters()).containsEntry("packets.out", 3L);
        }
    }

    @Test
    void aBadPacketIsDroppedAndCountedAndTheOthersOfItsAnswerGoOn() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of())) {
            nextPoll(tunnel).answer(new ReceivePacketsResponse(0,
                    List.of(Packets.ipv6(), Packets.numbered(1), new byte[0], new byte[] {0x45, 0}, Packets.numbered(2))));
            assertThat(nextDelivered(tunnel.adapter())).isEqualTo(1);
            assertThat(nextDelivered(tunnel.adapter())).isEqualTo(2);
            assertThat(tunnel.dropped(DropReason.IPV6)).isEqualTo(1);
            assertThat(tunnel.dropped(DropReason.EMPTY)).isEqualTo(1);
            assertThat(tunnel.dropped(DropReason.TRUNCATED)).isEqualTo(1);
        }
    }

    @Test
    void whatTheAdapterHasNoRoomForIsDroppedAndCounted() throws Exception {
        try (TestTunnel tunnel = new TestTunnel(new MemoryTunAdapterProvider(2, true))) {
            tunnel.providerCame(tunnel.memory);
            tunnel.supervisor.configure(Settings.with(Map.of()));
            tunnel.supervisor.useProfile(Profiles.alice());
            tunnel.supervisor.connect();
            tunnel.letIn(FakeGateway.grant("s1"));
            nextPoll(tunnel).answer(Packets.answer(0, 5));
            tunnel.awaitDropped(DropReason.ADAPTER_FULL, 3);
            assertThat(tunnel.counters.counters()).containsEntry("packets.out", 2L).containsEntry("bytes.out", 48L);
        }
    }
}
