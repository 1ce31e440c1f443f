package com.softellect.vpn.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.policy.Policy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client sends when its policy limits that. */
@Timeout(60)
class UpLimitsTest {

    private static final int SIZE = 1000;

    private final Counters counters = new Counters("test");
    private final FakeSession alice = new FakeSession("10.66.77.2");
    private final FakeSession bob = new FakeSession("10.66.77.3");
    private final BlockingQueue<byte[]> gone = new LinkedBlockingQueue<>();
    private final UpLimits limits = new UpLimits((from, packet) -> gone.add(packet), counters);

    @AfterEach
    void stop() {
        limits.stop();
    }

    private static byte[] packet(int number, int size) {
        byte[] packet = Packets.ipv4("10.66.77.2", "192.0.2.1", "x".repeat(size - 20));
        ByteBuffer.wrap(packet).putInt(20, number);
        return packet;
    }

    private static int number(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt(20);
    }

    private long lost() {
        return counters.dropped(DropReason.QUEUE_DELAY) + counters.dropped(DropReason.QUEUE_FULL);
    }

    @Test
    void withoutALimitAPacketGoesOnOnTheThreadThatBringsIt() {
        byte[] packet = packet(1, SIZE);
        limits.send(alice, packet);
        assertThat(gone).containsExactly(packet);
    }

    @Test
    void noMoreGoesOnThanTheLimitInItsOrderAndItsSenderIsToldToSlowDown() throws Exception {
        long start = System.nanoTime();
        alice.policy = Policy.OPEN.withUpLimit(8_000_000);
        int sent = 600;
        for (int i = 0; i < sent; i++) {
            limits.send(alice, packet(i, SIZE));
        }
        long bytes = 0;
        int last = -1;
        for (int count = 0; count + lost() < sent; ) {
            byte[] packet = gone.poll(10, TimeUnit.MILLISECONDS);
            if (packet != null) {
                count++;
                bytes += packet.length;
                double seconds = (System.nanoTime() - start) / 1e9;
                assertThat((double) bytes).isLessThanOrEqualTo(1_000_000 * seconds + (64 << 10) + SIZE);
                assertThat(number(packet)).isGreaterThan(last);
                last = number(packet);
            }
        }
        assertThat(lost()).as("the queue stood for more than half a second").isPositive().isLessThan(sent / 2);
    }

    @Test
    void aLimitOfOneHoldsUpNobodyElse() {
        alice.policy = Policy.OPEN.withUpLimit(8000);
        for (int i = 0; i < 5; i++) {
            limits.send(alice, packet(i, 60_000));
        }
        byte[] other = packet(9, SIZE);
        limits.send(bob, other);
        assertThat(gone).contains(other).hasSizeLessThan(3);
    }

    @Test
    void whenTheLimitGoesWhatWaitsGoesFirst() {
        alice.policy = Policy.OPEN.withUpLimit(8000);
        for (int i = 0; i < 5; i++) {
            limits.send(alice, packet(i, 60_000));
        }
        alice.policy = Policy.OPEN;
        limits.send(alice, packet(5, SIZE));
        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void whenTheRouterStopsWhatWaitsGoesOnAndNothingWaitsAnyMore() {
        alice.policy = Policy.OPEN.withUpLimit(8000);
        for (int i = 0; i < 5; i++) {
            limits.send(alice, packet(i, 60_000));
        }
        limits.stop();
        limits.send(alice, packet(5, 60_000));
        limits.send(alice, packet(6, 60_000));
        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    private List<Integer> numbers() {
        List<byte[]> packets = new ArrayList<>(gone);
        return packets.stream().map(UpLimitsTest::number).toList();
    }
}
