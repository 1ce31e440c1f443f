package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.contract.SendPackets;
import com.softellect.vpn.contract.SendPacketsResponse;
import com.softellect.vpn.interop.internal.MemoryTunAdapter;
import com.softellect.vpn.tunnel.internal.FakeGateway.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SendingTest {

    private static final Map<String, Object> ONE_SENDER = Map.of("maxSends", 1);

    private static Call<SendPackets, SendPacketsResponse> nextSend(TestTunnel tunnel) throws InterruptedException {
        return FakeGateway.next(tunnel.gateway.sends);
    }

    private static void inject(TestTunnel tunnel, int first, int count) throws InterruptedException {
        MemoryTunAdapter adapter = tunnel.adapter();
        for (int number = first; number < first + count; number++) {
            assertThat(adapter.inject(Packets.numbered(number))).isTrue();
        }
    }

    /** Returns when the outbound loop has taken so many packets. */
    private static void awaitReceived(TestTunnel tunnel, long packets) throws InterruptedException {
        long end = System.nanoTime() + TestTunnel.LONG.toNanos();
        while (tunnel.counters.counters().get("packets.in") < packets) {
            assertThat(System.nanoTime()).as("too few packets received").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    /** The first packet is on its way alone, and its call waits for the test's answer. */
    private static Call<SendPackets, SendPacketsResponse> occupy(TestTunnel tunnel) throws InterruptedException {
        inject(tunnel, 0, 1);
        Call<SendPackets, SendPacketsResponse> call = nextSend(tunnel);
        assertThat(Packets.numbers(call.request().getPackets())).containsExactly(0);
        return call;
    }

    @Test
    void theNextBatchGrowsWhileACallIsInFlight() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(ONE_SENDER)) {
            Call<SendPackets, SendPacketsResponse> first = occupy(tunnel);
            inject(tunnel, 1, 50);
            awaitReceived(tunnel, 51);
            first.answer(new SendPacketsResponse(1));
            SendPackets second = nextSend(tunnel).request();
            assertThat(second.getSequence()).isEqualTo(1);
            assertThat(second.getSessionId()).isEqualTo("s1");
            assertThat(second.getPackets()).hasSize(50);
        }
    }

    @Test
    void aBatchHasAtMostAsManyPacketsAsTheGatewayAllows() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(ONE_SENDER, FakeGateway.grant("s1", "10.66.77.2", 1, 1, 10, 65_535))) {
            Call<SendPackets, SendPacketsResponse> call = occupy(tunnel);
            inject(tunnel, 1, 25);
            awaitReceived(tunnel, 26);
            List<Integer> sizes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                call.answer(new SendPacketsResponse(1));
                call = nextSend(tunnel);
                sizes.add(call.request().getPackets().size());
            }
            assertThat(sizes).containsExactly(10, 10, 5);
        }
    }

    @Test
    void aBatchHasAtMostAsManyBytesAsTheGatewayAllows() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(ONE_SENDER, FakeGateway.grant("s1", "10.66.77.2", 1, 1, 100, 1500))) {
            Call<SendPackets, SendPacketsResponse> first = occupy(tunnel);
            for (int number = 1; number <= 4; number++) {
                tunnel.adapter().inject(Packets.numbered(number, 600));
            }
            awaitReceived(tunnel, 5);
            first.answer(new SendPacketsResponse(1));
            assertThat(Packets.numbers(nextSend(tunnel).request().getPackets())).containsExactly(1, 2);
        }
    }

    @Test
    void severalCallsAreInFlightAndNumberedInTheOrderOfTheirPackets() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxSends", 3),
                FakeGateway.grant("s1", "10.66.77.2", 1, 2, 5, 65_535))) {
            inject(tunnel, 0, 500);
            List<Call<SendPackets, SendPacketsResponse>> out = new ArrayList<>(List.of(nextSend(tunnel), nextSend(tunnel)));
            int packets = 0;
            while (!out.isEmpty()) {
                Call<SendPackets, SendPacketsResponse> call = out.remove(out.size() - 1);
                List<byte[]> batch = call.request().getPackets();
                for (int i = 0; i < batch.size(); i++) {
                    assertThat(Packets.number(batch.get(i))).isEqualTo((int) call.request().getSequence() + i);
                }
                packets += batch.size();
                call.answer(new SendPacketsResponse(batch.size()));
                if (packets + out.stream().mapToInt(waiting -> waiting.request().getPackets().size()).sum() < 500) {
                    out.add(nextSend(tunnel));
                }
                assertThat(tunnel.gateway.sends).as("two calls in flight, as the gateway allows").isEmpty();
            }
            assertThat(packets).isEqualTo(500);
        }
    }

    @Test
    void aFullQueueDropsAndCountsAndNeverStopsTheLoop() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxSends", 1, "queuePackets", 10))) {
            Call<SendPackets, SendPacketsResponse> first = occupy(tunnel);
            inject(tunnel, 1, 30);
            awaitReceived(tunnel, 31);
            tunnel.awaitDropped(DropReason.QUEUE_FULL, 20);
            first.answer(new SendPacketsResponse(1));
            assertThat(Packets.numbers(nextSend(tunnel).request().getPackets())).as("the newest ones")
                    .containsExactly(21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
        }
    }

    @Test
    void aQueueThatIsFullInBytesDropsAndCounts() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(Map.of("maxSends", 1, "queueBytes", 65_535))) {
            occupy(tunnel);
            for (int number = 1; number <= 50; number++) {
                tunnel.adapter().inject(Packets.numbered(number, 1500));
            }
            tunnel.awaitDropped(DropReason.QUEUE_FULL, 50 - 65_535 / 1500);
        }
    }

    @Test
    void whatIsNotIpv4IsDroppedAndCounted() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(ONE_SENDER)) {
            tunnel.adapter().inject(Packets.ipv6());
            tunnel.adapter().inject(new byte[] {0x45, 0, 0, 2});
            inject(tunnel, 7, 1);
            assertThat(Packets.numbers(nextSend(tunnel).request().getPackets())).containsExactly(7);
            assertThat(tunnel.dropped(DropReason.IPV6)).isEqualTo(1);
            assertThat(tunnel.dropped(DropReason.TRUNCATED)).isEqualTo(1);
            assertThat(tunnel.counters.counters()).containsEntry("packets.in", 3L).containsEntry("bytes.in", 68L);
        }
    }

    @Test
    void packetsOfASessionThatEndsAreDroppedAndCountedAndSoAreThoseThatComeWithoutOne() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(ONE_SENDER)) {
            Call<SendPackets, SendPacketsResponse> first = occupy(tunnel);
            inject(tunnel, 1, 5);
            awaitReceived(tunnel, 6);
            first.fail(FakeGateway.expired());
            tunnel.awaitDropped(DropReason.SESSION_ENDED, 6);
            FakeGateway.next(tunnel.gateway.authentications);
            inject(tunnel, 6, 2);
            tunnel.awaitDropped(DropReason.SESSION_ENDED, 8);
        }
    }

    @Test
    void everySessionIsNumberedFromZero() throws Exception {
        try (TestTunnel tunnel = TestTunnel.connected(ONE_SENDER)) {
            occupy(tunnel).fail(FakeGateway.broken());
            tunnel.scheduler.nextPause().fire();
            tunnel.refuseResumption();
            tunnel.letIn(FakeGateway.grant("s2"));
            TestTunnel.get(tunnel.supervisor.connect());
            inject(tunnel, 3, 1);
            SendPackets sent = nextSend(tunnel).request();
            assertThat(sent.getSessionId()).isEqualTo("s2");
            assertThat(sent.getSequence()).isZero();
            assertThat(Packets.numbers(sent.getPackets())).containsExactly(3);
        }
    }
}
