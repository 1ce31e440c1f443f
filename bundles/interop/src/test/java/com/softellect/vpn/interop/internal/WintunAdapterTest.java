package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.adapter.Cancellation;
import com.softellect.vpn.api.adapter.ReadWaitHandle;
import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.Wakeup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract of WinTun, kept by an open adapter: against fakes of the two libraries that count. */
@Timeout(60)
class WintunAdapterTest {

    private final WintunFixture windows = new WintunFixture();
    private final Cancellation cancellation = new Cancellation();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TunAdapter adapter;
    private ReadWaitHandle handle;

    @BeforeEach
    void open() throws Exception {
        adapter = windows.open();
        handle = adapter.readWaitHandle().orElseThrow();
    }

    @AfterEach
    void closeAndSeeThatTheContractWasKept() {
        adapter.close();
        threads.shutdownNow();
        assertThat(windows.violations).isEmpty();
        assertThat(windows.kernel32.open()).as("events left behind").isZero();
        assertThat(windows.wintun.calls()).endsWith("end", "close");
    }

    @Test
    void eachReceivedPacketIsCopiedAndReleasedExactlyOnce() throws Exception {
        for (int i = 1; i <= 100; i++) {
            windows.wintun.arrive(new byte[] {0x45, (byte) i});
        }
        for (int i = 1; i <= 100; i++) {
            assertThat(adapter.receive()).containsExactly(0x45, i);
            assertThat(windows.wintun.released()).isEqualTo(i);
        }
        assertThat(adapter.receive()).isNull();
        assertThat(windows.wintun.released()).isEqualTo(100);
    }

    @Test
    void aPacketWhoseSizeLiesIsReleasedAndReported() {
        for (int size : new int[] {-1, 65_536}) {
            windows.wintun.arrive(new byte[20]);
            windows.wintun.lieAboutSize(size);
            assertThatThrownBy(adapter::receive).isInstanceOf(TunAdapterException.class).hasMessageContaining("corrupt");
        }
        assertThat(windows.wintun.released()).isEqualTo(2);
    }

    @Test
    void eachAllocatedPacketIsSent() throws Exception {
        assertThat(adapter.send(new byte[] {1, 2, 3})).isTrue();
        assertThat(adapter.send(new byte[65_535])).isTrue();
        assertThat(windows.wintun.sent()).hasSize(2);
        assertThat(windows.wintun.sent().get(0)).containsExactly(1, 2, 3);
    }

    @Test
    void sizesThatTheDllWouldNotCheckNeverReachIt() {
        assertThatThrownBy(() -> adapter.send(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> adapter.send(new byte[65_536])).isInstanceOf(IllegalArgumentException.class);
        assertThat(windows.wintun.sent()).isEmpty();
    }

    @Test
    void aFullRingLosesThePacketWithoutAnException() throws Exception {
        windows.wintun.failAllocate(WintunLibrary.ERROR_BUFFER_OVERFLOW);
        assertThat(adapter.send(new byte[] {1})).isFalse();
        windows.wintun.failAllocate(0);
        assertThat(adapter.send(new byte[] {1})).isTrue();
    }

    @Test
    void anAdapterThatGoesAwayIsReportedBothWays() {
        windows.wintun.failReceive(WintunLibrary.ERROR_HANDLE_EOF);
        windows.wintun.failAllocate(WintunLibrary.ERROR_HANDLE_EOF);
        assertThatThrownBy(adapter::receive).isInstanceOf(TunAdapterException.class).hasMessageContaining("removed");
        assertThatThrownBy(() -> adapter.send(new byte[1])).isInstanceOf(TunAdapterException.class)
                .hasMessageContaining("removed");
    }

    @Test
    void aCorruptRingIsReported() {
        windows.wintun.failReceive(WintunLibrary.ERROR_INVALID_DATA);
        assertThatThrownBy(adapter::receive).isInstanceOf(TunAdapterException.class).hasMessageContaining("corrupt");
    }

    @Test
    void anUnknownErrorIsReportedWithItsNumber() {
        windows.wintun.failReceive(1234);
        windows.wintun.failAllocate(WintunLibrary.ERROR_INVALID_PARAMETER);
        assertThatThrownBy(adapter::receive).isInstanceOf(TunAdapterException.class).hasMessageContaining("net helpmsg 1234");
        assertThatThrownBy(() -> adapter.send(new byte[1])).isInstanceOf(TunAdapterException.class)
                .hasMessageContaining("net helpmsg 87");
    }

    @Test
    void packetsThatCameBeforeTheFirstWaitAreNotWaitedForAlthoughNoEventTellsOfThem() throws Exception {
        windows.wintun.arrive(new byte[] {1});
        assertThat(handle.waitAny(cancellation)).isEqualTo(Wakeup.READABLE);
        assertThat(adapter.receive()).containsExactly(1);
    }

    @Test
    void aReaderThatStoppedBeforeTheRingWasEmptyDoesNotBlockNextTime() throws Exception {
        drain();
        windows.wintun.arrive(new byte[] {1});
        windows.wintun.arrive(new byte[] {2});
        assertThat(handle.waitAny(cancellation)).isEqualTo(Wakeup.READABLE);
        assertThat(adapter.receive()).containsExactly(1);
        assertThat(handle.waitAny(cancellation)).as("one packet is left and no signal").isEqualTo(Wakeup.READABLE);
    }

    @Test
    void aSignalThatACancelledWaitTookIsNotLost() throws Exception {
        drain();
        Future<Wakeup> reader = threads.submit(() -> handle.waitAny(cancellation));
        windows.kernel32.awaitWaiting();
        windows.wintun.arrive(new byte[] {1});
        cancellation.cancel();
        reader.get(30, TimeUnit.SECONDS);
        assertThat(handle.waitAny(new Cancellation())).isEqualTo(Wakeup.READABLE);
    }

    @Test
    void packetsOfManyBurstsAllArriveThoughTheEventSignalsOncePerBurst() throws Exception {
        AtomicInteger received = new AtomicInteger();
        Future<?> reader = threads.submit(() -> {
            while (handle.waitAny(cancellation) == Wakeup.READABLE) {
                received.addAndGet(drain());
                if (received.get() == 20_000) {
                    return null;
                }
            }
            throw new AssertionError("cancelled after " + received.get());
        });
        for (int i = 0; i < 20_000; i++) {
            windows.wintun.arrive(new byte[] {1});
        }
        reader.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aSpuriousSignalIsHarmless() throws Exception {
        drain();
        windows.wintun.signalForNoReason();
        assertThat(handle.waitAny(cancellation)).isEqualTo(Wakeup.READABLE);
        assertThat(adapter.receive()).isNull();
    }

    @Test
    void cancellingEndsABlockedWait() throws Exception {
        drain();
        Future<Wakeup> reader = threads.submit(() -> handle.waitAny(cancellation));
        windows.kernel32.awaitWaiting();
        cancellation.cancel();
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.CANCELLED);
    }

    @Test
    void theCancellationWinsWhereBothAreSignalled() throws Exception {
        drain();
        windows.wintun.arrive(new byte[] {1});
        cancellation.cancel();
        assertThat(handle.waitAny(cancellation)).isEqualTo(Wakeup.CANCELLED);
        assertThat(adapter.receive()).containsExactly(1);
    }

    @Test
    void closingEndsTheSessionOnlyAfterTheBlockedReaderHasLeft() throws Exception {
        drain();
        Future<Wakeup> reader = threads.submit(() -> handle.waitAny(cancellation));
        windows.kernel32.awaitWaiting();
        adapter.close(); // the fake notes an EndSession while a thread waits
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.CANCELLED);
        assertThat(adapter.readWaitHandle()).isEmpty();
        assertThat(adapter.receive()).isNull();
        assertThat(adapter.send(new byte[1])).isFalse();
    }

    @Test
    void onlyOurOwnEventIsClosedAndOnlyOnce() throws Exception {
        handle.waitAny(cancellation);
        long readEvent = windows.wintun.readEvent();
        adapter.close();
        adapter.close();
        handle.close();
        cancellation.cancel();
        assertThat(windows.kernel32.closed()).hasSize(1).doesNotContain(readEvent);
    }

    @Test
    void closingTheHandleLeavesTheSessionAndItsEvent() throws Exception {
        handle.close();
        assertThat(windows.kernel32.closed()).doesNotContain(windows.wintun.readEvent());
        windows.wintun.arrive(new byte[] {1});
        assertThat(adapter.receive()).containsExactly(1);
        assertThat(adapter.send(new byte[1])).isTrue();
        assertThat(adapter.readWaitHandle()).containsSame(handle);
        assertThat(handle.waitAny(cancellation)).isEqualTo(Wakeup.CANCELLED);
    }

    @Test
    void theHandleIsTheSameOnEachCall() {
        assertThat(adapter.readWaitHandle()).containsSame(handle);
        assertThat(adapter.readWaitHandle()).containsSame(handle);
    }

    @Test
    void aRefusedWaitIsReported() throws Exception {
        drain();
        windows.kernel32.waitsFail();
        assertThatThrownBy(() -> handle.waitAny(cancellation)).isInstanceOf(TunAdapterException.class)
                .hasMessageContaining("waiting for packets");
    }

    @Test
    void closingWhileSendersAndTheReaderHammerTouchesNothingThatEnded() throws Exception {
        List<Future<?>> users = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(4);
        for (int i = 0; i < 3; i++) {
            users.add(threads.submit(() -> {
                begun.countDown();
                while (adapter.send(new byte[] {1})) {
                    windows.wintun.arrive(new byte[] {2});
                }
                return null;
            }));
        }
        users.add(threads.submit(() -> {
            begun.countDown();
            while (handle.waitAny(cancellation) == Wakeup.READABLE) {
                drain();
            }
            return null;
        }));
        begun.await();
        Future<?> otherCloser = threads.submit(adapter::close);
        adapter.close();
        otherCloser.get(30, TimeUnit.SECONDS);
        for (Future<?> user : users) {
            user.get(30, TimeUnit.SECONDS);
        }
    }

    private int drain() throws TunAdapterException {
        int packets = 0;
        while (adapter.receive() != null) {
            packets++;
        }
        return packets;
    }
}
