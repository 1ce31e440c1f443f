package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.adapter.Cancellation;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.adapter.Wakeup;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OpenTunAdapterTest {

    private static final TunAdapterSettings SETTINGS =
            new TunAdapterSettings("vpn0", Ipv4Network.parse("10.66.77.1/24"), 1400);

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final CountDownLatch readerWaits = new CountDownLatch(1);
    private final CountDownLatch woken = new CountDownLatch(1);
    private final CountDownLatch senderInside = new CountDownLatch(1);
    private final CountDownLatch senderMayLeave = new CountDownLatch(1);
    private final OpenTunAdapter adapter = new OpenTunAdapter(SETTINGS, new RecordingSession(), new RecordingSource());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void closingWakesTheReaderThenDisposesOfTheHandleThenEndsTheSession() throws Exception {
        Future<Wakeup> reader = threads.submit(() -> adapter.readWaitHandle().orElseThrow().waitAny(new Cancellation()));
        readerWaits.await();
        adapter.close();
        assertThat(events).containsExactly("reader waits", "signal", "reader left", "dispose", "end");
        assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.CANCELLED);
    }

    @Test
    void theSessionDoesNotEndWhileASenderIsInside() throws Exception {
        Future<Boolean> sender = threads.submit(() -> adapter.send(new byte[1]));
        senderInside.await();
        Thread closer = new Thread(adapter::close);
        closer.start();
        while (closer.getState() != Thread.State.WAITING) {
            assertThat(closer.isAlive()).as("waits for the sender").isTrue();
            Thread.onSpinWait();
        }
        assertThat(events).doesNotContain("end");
        senderMayLeave.countDown();
        closer.join();
        assertThat(sender.get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(events).endsWith("sender left", "end");
    }

    @Test
    void aClosedAdapterReceivesNothingTakesNothingAndHasNoHandle() throws Exception {
        adapter.close();
        assertThat(adapter.receive()).isNull();
        assertThat(adapter.send(new byte[1])).isFalse();
        assertThat(adapter.readWaitHandle()).isEmpty();
        assertThat(adapter.settings()).isEqualTo(SETTINGS);
    }

    @Test
    void closingTwiceAndFromManyThreadsEndsTheSessionOnce() throws Exception {
        List<Future<?>> closers = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 8; i++) {
            closers.add(threads.submit(adapter::close));
        }
        for (Future<?> closer : closers) {
            closer.get(30, TimeUnit.SECONDS);
        }
        adapter.close();
        assertThat(events).containsExactly("signal", "dispose", "end");
    }

    @Test
    void theHandleIsTheSameOnEachCallAlsoWhenItWasClosed() {
        var handle = adapter.readWaitHandle().orElseThrow();
        handle.close();
        assertThat(adapter.readWaitHandle()).containsSame(handle);
        assertThat(events).as("the session goes on").doesNotContain("end");
    }

    @Test
    void emptyAndOversizedPacketsAreTheCallersMistake() throws Exception {
        senderMayLeave.countDown();
        assertThatThrownBy(() -> adapter.send(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> adapter.send(new byte[65_536])).isInstanceOf(IllegalArgumentException.class);
        assertThat(adapter.send(new byte[65_535])).isTrue();
    }

    private final class RecordingSession implements PacketSession {

        @Override
        public byte[] receive() throws TunAdapterException {
            throw new TunAdapterException("not while closed");
        }

        @Override
        public boolean send(byte[] packet) {
            senderInside.countDown();
            await(senderMayLeave);
            events.add("sender left");
            return true;
        }

        @Override
        public void end() {
            events.add("end");
        }
    }

    private final class RecordingSource implements WaitSource {

        @Override
        public void await() {
            events.add("reader waits");
            readerWaits.countDown();
            OpenTunAdapterTest.await(woken);
            events.add("reader left");
        }

        @Override
        public void signal() {
            events.add("signal");
            woken.countDown();
        }

        @Override
        public void clear() {
            // the latch stays open: one wait a test
        }

        @Override
        public void dispose() {
            events.add("dispose");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
