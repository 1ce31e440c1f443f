package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.adapter.Cancellation;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.Wakeup;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GuardedReadWaitHandleTest {

    private final CountingSource source = new CountingSource();
    private final GuardedReadWaitHandle handle = new GuardedReadWaitHandle(source);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void aReadableSourceEndsTheWait() throws Exception {
        source.readable = true;
        assertThat(handle.waitAny(new Cancellation())).isEqualTo(Wakeup.READABLE);
    }

    @Test
    void theCancellationWinsWhereBothAreSignalled() throws Exception {
        Cancellation cancellation = new Cancellation();
        source.readable = true;
        assertThat(handle.waitAny(cancellation)).isEqualTo(Wakeup.READABLE);
        cancellation.cancel();
        assertThat(handle.waitAny(cancellation)).isEqualTo(Wakeup.CANCELLED);
    }

    @Test
    void aCancellationDuringTheWaitWinsToo() throws Exception {
        Cancellation cancellation = new Cancellation();
        source.readable = true;
        source.onAwait = cancellation::cancel;
        assertThat(handle.waitAny(cancellation)).isEqualTo(Wakeup.CANCELLED);
    }

    @Test
    void aCancellationIsRegisteredOnceAndNotPerWait() throws Exception {
        Cancellation cancellation = new Cancellation();
        source.readable = true;
        for (int i = 0; i < 100; i++) {
            handle.waitAny(cancellation);
        }
        assertThat(source.clears).as("bound once").isEqualTo(1);
        cancellation.cancel();
        assertThat(source.signals).isEqualTo(1);
    }

    @Test
    void aFormerCancellationSignalsNoMore() throws Exception {
        Cancellation former = new Cancellation();
        source.readable = true;
        handle.waitAny(former);
        handle.waitAny(new Cancellation());
        former.cancel();
        assertThat(source.signals).isZero();
    }

    @Test
    void theSignalOfAFormerCancellationIsClearedForTheNext() throws Exception {
        Cancellation former = new Cancellation();
        former.cancel();
        assertThat(handle.waitAny(former)).isEqualTo(Wakeup.CANCELLED);
        source.readable = true;
        assertThat(handle.waitAny(new Cancellation())).isEqualTo(Wakeup.READABLE);
        assertThat(source.isSignalled()).isFalse();
    }

    @Test
    void closingWakesTheReaderAndDisposesAfterItHasLeft() throws Exception {
        Future<Wakeup> reader = threads.submit(() -> handle.waitAny(new Cancellation()));
        source.awaiting.await();
        handle.close();
        assertThat(source.disposals).isEqualTo(1);
        assertThat(source.disposedWhileInside).isFalse();
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.CANCELLED);
    }

    @Test
    void afterClosingNoCancellationSignalsTheDisposedSource() throws Exception {
        Cancellation cancellation = new Cancellation();
        source.readable = true;
        handle.waitAny(cancellation);
        handle.close();
        int before = source.signals;
        cancellation.cancel();
        assertThat(source.signals).isEqualTo(before);
        assertThat(handle.waitAny(cancellation)).isEqualTo(Wakeup.CANCELLED);
    }

    @Test
    void closingTwiceDisposesOnce() {
        handle.close();
        handle.close();
        assertThat(source.disposals).isEqualTo(1);
    }

    @Test
    void aRefusedWaitLeavesTheGateOpenForClosing() {
        source.problem = new TunAdapterException("refused");
        assertThatThrownBy(() -> handle.waitAny(new Cancellation())).isSameAs(source.problem);
        handle.close();
        assertThat(source.disposals).isEqualTo(1);
    }

    @Test
    void closingWhileAReaderBindsNewCancellationsNeverHangs() throws Exception {
        for (int round = 0; round < 300; round++) {
            CountingSource own = new CountingSource();
            GuardedReadWaitHandle closed = new GuardedReadWaitHandle(own);
            Future<Wakeup> reader = threads.submit(() -> closed.waitAny(new Cancellation()));
            closed.close();
            assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.CANCELLED);
            assertThat(own.disposedWhileInside).isFalse();
        }
    }

    /** A source that blocks until it is readable or signalled, and counts. */
    private static final class CountingSource implements WaitSource {

        private final CountDownLatch awaiting = new CountDownLatch(1);
        private volatile boolean readable;
        private volatile TunAdapterException problem;
        private volatile Runnable onAwait = () -> { };
        private volatile int signals;
        private volatile int clears;
        private volatile int disposals;
        private volatile boolean disposedWhileInside;
        private boolean signalled;
        private boolean inside;

        @Override
        public synchronized void await() throws TunAdapterException {
            if (problem != null) {
                throw problem;
            }
            inside = true;
            awaiting.countDown();
            onAwait.run();
            while (!readable && !signalled) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            inside = false;
        }

        @Override
        public synchronized void signal() {
            signals++;
            signalled = true;
            notifyAll();
        }

        @Override
        public synchronized void clear() {
            clears++;
            signalled = false;
        }

        synchronized boolean isSignalled() {
            return signalled;
        }

        @Override
        public synchronized void dispose() {
            disposals++;
            disposedWhileInside = inside;
        }
    }
}
