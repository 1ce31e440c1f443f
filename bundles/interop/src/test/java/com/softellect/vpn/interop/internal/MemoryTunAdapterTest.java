package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.adapter.Cancellation;
import com.softellect.vpn.api.adapter.ReadWaitHandle;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.adapter.Wakeup;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryTunAdapterTest {

    private static final TunAdapterSettings SETTINGS =
            new TunAdapterSettings("vpn0", Ipv4Network.parse("10.66.77.1/24"), 1400);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MemoryTunAdapter adapter = new MemoryTunAdapter(SETTINGS, 2);
    private final ReadWaitHandle handle = adapter.readWaitHandle().orElseThrow();
    private final Cancellation cancellation = new Cancellation();
    private final AtomicReference<Thread> readerThread = new AtomicReference<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        adapter.close();
        threads.shutdownNow();
    }

    @Test
    void whatTheKernelPutInIsReceivedInOrderThenNothing() throws Exception {
        adapter.inject(new byte[] {1});
        adapter.inject(new byte[] {2});
        assertThat(handle.waitAny(cancellation)).isEqualTo(Wakeup.READABLE);
        assertThat(adapter.receive()).containsExactly(1);
        assertThat(adapter.receive()).containsExactly(2);
        assertThat(adapter.receive()).isNull();
    }

    @Test
    void aPacketWakesABlockedReader() throws Exception {
        Future<Wakeup> reader = blockedReader();
        adapter.inject(new byte[] {1});
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.READABLE);
    }

    @Test
    void cancellingEndsABlockedWait() throws Exception {
        Future<Wakeup> reader = blockedReader();
        cancellation.cancel();
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.CANCELLED);
    }

    @Test
    void closingEndsABlockedWait() throws Exception {
        Future<Wakeup> reader = blockedReader();
        adapter.close();
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.CANCELLED);
        assertThat(adapter.readWaitHandle()).isEmpty();
        assertThat(adapter.receive()).isNull();
        assertThat(adapter.inject(new byte[] {1})).isFalse();
        assertThat(adapter.send(new byte[] {1})).isFalse();
    }

    @Test
    void anInterruptDoesNotEndTheWait() throws Exception {
        Future<Wakeup> reader = blockedReader();
        readerThread.get().interrupt();
        cancellation.cancel();
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.CANCELLED);
    }

    @Test
    void closingTheHandleLeavesTheSessionRunning() throws Exception {
        handle.close();
        adapter.inject(new byte[] {1});
        assertThat(handle.waitAny(cancellation)).isEqualTo(Wakeup.CANCELLED);
        assertThat(adapter.receive()).containsExactly(1);
        assertThat(adapter.send(new byte[] {2})).isTrue();
    }

    @Test
    void afterACancellationANewOneWaitsAgain() throws Exception {
        Cancellation old = new Cancellation();
        old.cancel();
        assertThat(handle.waitAny(old)).isEqualTo(Wakeup.CANCELLED);
        Future<Wakeup> reader = blockedReader();
        cancellation.cancel();
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.CANCELLED);
    }

    @Test
    void whatIsSentIsTakenByTheKernelInOrder() throws Exception {
        adapter.send(new byte[] {1});
        adapter.send(new byte[] {2});
        assertThat(adapter.takeSent(PATIENCE)).containsExactly(1);
        adapter.close();
        assertThat(adapter.takeSent(PATIENCE)).as("also after closing").containsExactly(2);
        assertThat(adapter.takeSent(Duration.ZERO)).isNull();
    }

    @Test
    void aFullQueueLosesPacketsAndSaysSo() throws Exception {
        assertThat(adapter.send(new byte[] {1})).isTrue();
        assertThat(adapter.send(new byte[] {2})).isTrue();
        assertThat(adapter.send(new byte[] {3})).isFalse();
        assertThat(adapter.inject(new byte[] {4})).isTrue();
        assertThat(adapter.inject(new byte[] {5})).isTrue();
        assertThat(adapter.inject(new byte[] {6})).isFalse();
        assertThat(adapter.takeSent(PATIENCE)).containsExactly(1);
        assertThat(adapter.send(new byte[] {7})).as("room again").isTrue();
    }

    @Test
    void arraysAreNeverShared() throws Exception {
        byte[] packet = {1};
        adapter.send(packet);
        adapter.inject(packet);
        packet[0] = 9;
        assertThat(adapter.takeSent(PATIENCE)).containsExactly(1);
        assertThat(adapter.receive()).containsExactly(1);
    }

    @Test
    void anAdapterThatBreaksDownWakesTheReaderAndEndsIt() throws Exception {
        Future<Wakeup> reader = blockedReader();
        adapter.breakDown("unplugged");
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.READABLE);
        assertThatThrownBy(adapter::receive).isInstanceOf(TunAdapterException.class).hasMessage("unplugged");
        assertThatThrownBy(() -> adapter.send(new byte[] {1})).isInstanceOf(TunAdapterException.class);
    }

    @Test
    void withOffloadSuperPacketsGoBothWaysAndNothingElseThatIsLongerThanTheMtu() throws Exception {
        byte[] superPacket = Ipv4Frames.tcp(1, 2, 3, 0x10, new byte[1400]);
        byte[] datagram = Ipv4Frames.udp(1, 2, 3, new byte[1400]);
        try (MemoryTunAdapter offloading = new MemoryTunAdapter(
                new TunAdapterSettings("vpn0", SETTINGS.network(), SETTINGS.mtu(), true))) {
            offloading.inject(superPacket);
            assertThat(offloading.receive()).isEqualTo(superPacket);
            assertThat(offloading.send(superPacket)).isTrue();
            assertThat(offloading.takeSent(PATIENCE)).isEqualTo(superPacket);
            assertThatThrownBy(() -> offloading.send(datagram)).isInstanceOf(TunAdapterException.class)
                    .hasMessageContaining("1428 bytes").hasMessageContaining("MTU of 1400");
        }
        assertThat(adapter.send(datagram)).as("without offload there is no such rule").isTrue();
    }

    private Future<Wakeup> blockedReader() {
        Future<Wakeup> reader = threads.submit(() -> {
            readerThread.set(Thread.currentThread());
            return handle.waitAny(cancellation);
        });
        while (readerThread.get() == null || readerThread.get().getState() != Thread.State.WAITING) {
            assertThat(reader.isDone()).as("returned instead of blocking").isFalse();
            Thread.onSpinWait();
        }
        return reader;
    }
}
