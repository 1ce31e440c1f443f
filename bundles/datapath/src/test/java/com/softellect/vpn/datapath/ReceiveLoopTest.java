package com.softellect.vpn.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.adapter.Cancellation;
import com.softellect.vpn.api.adapter.ReadWaitHandle;
import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.adapter.Wakeup;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReceiveLoopTest {

    private final ScriptedAdapter adapter = new ScriptedAdapter();
    private final CollectingSink sink = new CollectingSink();
    private final ReceiveLoop loop = new ReceiveLoop("vpn-test-inbound", adapter, sink);

    @Test
    void withoutAReadWaitHandleTheLoopWarnsOnceAndEndsWithoutSpinning() throws Exception {
        adapter.withoutHandle = true;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.err; // where slf4j-simple writes
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            loop.start();
            assertThat(sink.problem.get(20, TimeUnit.SECONDS)).contains("no running session");
        } finally {
            System.setErr(before);
        }
        assertThat(log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains(" WARN "))).hasSize(1);
        assertThat(adapter.handleRequests).hasValue(1);
        assertThat(adapter.receives).hasValue(0);
        assertThat(adapter.waits).hasValue(0);
        loop.stop();
    }

    @Test
    void theHandleIsAskedForOnceAndEachWakeUpDrainsUntilEmpty() throws Exception {
        loop.start();
        adapter.arrive(3);
        assertThat(sink.take(3)).isEqualTo(3);
        adapter.arrive(2);
        assertThat(sink.take(2)).isEqualTo(2);
        while (adapter.waits.get() < 3) { // else the cancellation may come before the last look
            Thread.onSpinWait();
        }
        loop.stop();
        assertThat(sink.problem.get(20, TimeUnit.SECONDS)).isNull();
        assertThat(adapter.handleRequests).hasValue(1);
        assertThat(adapter.receives.get()).as("5 packets and one look at the empty adapter per wake-up").isEqualTo(5 + 2);
    }

    @Test
    void cancellingEndsABlockedWaitAtOnce() throws Exception {
        loop.start();
        adapter.waiting.await();
        loop.stop();
        assertThat(sink.problem.get(20, TimeUnit.SECONDS)).isNull();
        assertThat(adapter.receives).hasValue(0);
    }

    @Test
    void cancellingEndsADrainThatNeverBecomesEmpty() throws Exception {
        adapter.endless = true;
        loop.start();
        adapter.arrive(1);
        sink.take(100);
        loop.stop();
        assertThat(sink.problem.get(20, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void aBrokenAdapterEndsTheLoopWithItsReason() throws Exception {
        adapter.broken = true;
        loop.start();
        adapter.arrive(1);
        assertThat(sink.problem.get(20, TimeUnit.SECONDS)).contains("pulled out");
        loop.stop();
    }

    private static final class CollectingSink implements PacketSink {
        final LinkedBlockingQueue<byte[]> packets = new LinkedBlockingQueue<>();
        final CompletableFuture<String> problem = new CompletableFuture<>();

        @Override
        public void received(byte[] packet) {
            packets.add(packet);
        }

        @Override
        public void ended(String why) {
            problem.complete(why);
        }

        int take(int count) throws InterruptedException {
            for (int i = 0; i < count; i++) {
                if (packets.poll(20, TimeUnit.SECONDS) == null) {
                    return i;
                }
            }
            return count;
        }
    }

    /** An adapter whose arrivals the test decides. Its wait is one on {arrival, cancellation}, as a real one's. */
    private static final class ScriptedAdapter implements TunAdapter, ReadWaitHandle {
        final AtomicInteger handleRequests = new AtomicInteger();
        final AtomicInteger receives = new AtomicInteger();
        final AtomicInteger waits = new AtomicInteger();
        final CountDownLatch waiting = new CountDownLatch(1);
        private final LinkedBlockingQueue<Wakeup> events = new LinkedBlockingQueue<>();
        private final AtomicInteger left = new AtomicInteger();
        private boolean bound;
        volatile boolean withoutHandle;
        volatile boolean endless;
        volatile boolean broken;

        void arrive(int count) {
            left.addAndGet(count);
            events.add(Wakeup.READABLE);
        }

        @Override
        public Wakeup waitAny(Cancellation cancellation) {
            if (!bound) {
                bound = true;
                cancellation.onCancel(() -> events.add(Wakeup.CANCELLED));
            }
            waits.incrementAndGet();
            waiting.countDown();
            try {
                return events.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public byte[] receive() throws TunAdapterException {
            receives.incrementAndGet();
            if (broken) {
                throw new TunAdapterException("the adapter was pulled out");
            }
            return endless || left.getAndUpdate(n -> Math.max(0, n - 1)) > 0 ? new byte[20] : null;
        }

        @Override
        public Optional<ReadWaitHandle> readWaitHandle() {
            handleRequests.incrementAndGet();
            return withoutHandle ? Optional.empty() : Optional.of(this);
        }

        @Override
        public TunAdapterSettings settings() {
            return new TunAdapterSettings("scripted0", Ipv4Network.parse("10.66.77.1/24"), 1500);
        }

        @Override
        public boolean send(byte[] packet) {
            return true;
        }

        @Override
        public void close() {
            events.add(Wakeup.CANCELLED);
        }
    }
}
