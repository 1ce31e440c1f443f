package com.softellect.vpn.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.session.Batch;
import org.junit.jupiter.api.Test;

class PacketQueueTest {

    @Test
    void packetsComeOutInOrderAndAreNumberedFromZero() {
        PacketQueue queue = new PacketQueue(10, 1000);
        for (int i = 0; i < 5; i++) {
            assertThat(queue.offer(new byte[] {(byte) i})).isTrue();
        }
        Batch first = queue.take(3, 1000);
        Batch second = queue.take(3, 1000);
        assertThat(first.sequence()).isZero();
        assertThat(first.packets()).extracting(p -> (int) p[0]).containsExactly(0, 1, 2);
        assertThat(second.sequence()).isEqualTo(3);
        assertThat(second.packets()).extracting(p -> (int) p[0]).containsExactly(3, 4);
        assertThat(queue.take(3, 1000)).satisfies(b -> {
            assertThat(b.isEmpty()).isTrue();
            assertThat(b.sequence()).isEqualTo(5);
        });
    }

    @Test
    void aFullQueueRefusesByPacketsAndByBytes() {
        PacketQueue byPackets = new PacketQueue(2, 1000);
        assertThat(byPackets.offer(new byte[1])).isTrue();
        assertThat(byPackets.offer(new byte[1])).isTrue();
        assertThat(byPackets.offer(new byte[1])).isFalse();

        PacketQueue byBytes = new PacketQueue(100, 10);
        assertThat(byBytes.offer(new byte[6])).isTrue();
        assertThat(byBytes.offer(new byte[5])).isFalse();
        assertThat(byBytes.offer(new byte[4])).isTrue();
        assertThat(byBytes.bytes()).isEqualTo(10);
        byBytes.take(1, 100);
        assertThat(byBytes.bytes()).isEqualTo(4);
    }

    @Test
    void aBatchStaysWithinItsBytesButAlwaysTakesOnePacket() {
        PacketQueue queue = new PacketQueue(10, 10_000);
        queue.offer(new byte[600]);
        queue.offer(new byte[300]);
        queue.offer(new byte[300]);
        assertThat(queue.take(10, 500).packets()).hasSize(1);
        assertThat(queue.take(10, 599).packets()).hasSize(1);
        assertThat(queue.take(10, 599).packets()).hasSize(1);
    }

    @Test
    void clearedPacketsUseNoNumbers() {
        PacketQueue queue = new PacketQueue(10, 1000);
        queue.offer(new byte[1]);
        queue.offer(new byte[1]);
        assertThat(queue.clear()).isEqualTo(2);
        queue.offer(new byte[1]);
        assertThat(queue.take(10, 1000).sequence()).isZero();
        assertThat(queue.bytes()).isZero();
    }
}
