package com.softellect.vpn.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.ParkedPoll;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.datapath.QueueLimits;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientSessionTest {

    private static final int MANY = 1 << 20;

    private final Counters counters = new Counters("test");
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final ClientSession session = session(20_000);

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    private ClientSession session(int queuePackets) {
        return session(queuePackets, 10_000);
    }

    private ClientSession session(int queuePackets, int targetMillis) {
        return new ClientSession(SessionId.create(new SecureRandom()), 1, SessionsTest.client("alice", "10.66.77.2"), true, null,
                new QueueLimits(queuePackets, 1L << 30, 16, targetMillis, 1), counters, scheduler);
    }

    @Test
    void permitsStartAtZeroAndEachPacketReleasesExactlyOne() {
        assertThat(session.permits()).isZero();
        for (int i = 1; i <= 50; i++) {
            session.offer(new byte[20]);
            assertThat(session.permits()).isEqualTo(i);
        }
    }

    @Test
    void whoeverTakesAPacketTakesItsPermitSoThatPermitsDoNotDrift() {
        for (int i = 0; i < 10_000; i++) {
            session.offer(new byte[20]);
        }
        int taken = 0;
        while (taken < 10_000) {
            taken += session.take(100, MANY).packets().size();
            assertThat(session.permits()).isEqualTo(10_000 - taken);
        }
        AtomicInteger woken = new AtomicInteger();
        ParkedPoll poll = session.park(woken::incrementAndGet);
        assertThat(woken).as("an idle poll after 10,000 delivered packets is parked, not answered at once").hasValue(0);
        assertThat(poll.unpark()).isTrue();
    }

    @Test
    void aDroppedPacketReleasesNoPermit() {
        ClientSession small = session(3);
        for (int i = 0; i < 5; i++) {
            small.offer(new byte[20]);
        }
        assertThat(small.permits()).isEqualTo(3);
        assertThat(counters.dropped(DropReason.QUEUE_FULL)).isEqualTo(2);
        assertThat(small.traffic().dropped()).isEqualTo(2);
    }

    /** The trap: a packet that controlled delay drops must not leave its permit behind. */
    @Test
    void aPacketThatWaitedForTooLongIsDroppedWithItsPermit() throws Exception {
        ClientSession slow = session(1000, 1);
        for (int i = 0; i < 100; i++) {
            slow.offer(new byte[20]);
        }
        int taken = 0;
        while (slow.permits() > 0) {
            TimeUnit.MILLISECONDS.sleep(2);
            taken += slow.take(1, MANY).packets().size();
            assertThat(slow.permits()).isEqualTo(100 - taken - (int) counters.dropped(DropReason.QUEUE_DELAY));
        }
        assertThat(counters.dropped(DropReason.QUEUE_DELAY)).isPositive();
        assertThat(slow.traffic().dropped()).isEqualTo(counters.dropped(DropReason.QUEUE_DELAY));
        assertThat(slow.take(1, MANY).sequence()).as("what was dropped uses up no number").isEqualTo(taken);
    }

    @Test
    void aParkedPollIsWokenOnceByTheFirstPacket() {
        AtomicInteger woken = new AtomicInteger();
        session.park(woken::incrementAndGet);
        session.offer(new byte[20]);
        session.offer(new byte[20]);
        assertThat(woken).hasValue(1);
        assertThat(session.take(100, MANY).packets()).hasSize(2);
    }

    @Test
    void aPollThatComesWhilePacketsWaitIsNotParked() {
        session.offer(new byte[20]);
        AtomicInteger woken = new AtomicInteger();
        ParkedPoll poll = session.park(woken::incrementAndGet);
        assertThat(woken).hasValue(1);
        assertThat(poll.unpark()).isFalse();
        assertThat(session.parkedPolls()).isZero();
    }

    @Test
    void anUnparkedPollIsNotWoken() {
        AtomicInteger woken = new AtomicInteger();
        assertThat(session.park(woken::incrementAndGet).unpark()).isTrue();
        session.offer(new byte[20]);
        assertThat(woken).hasValue(0);
    }

    @Test
    void oneMorePollIsWokenOnlyWhenTheWokenOnesCannotTakeAll() {
        AtomicInteger woken = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            session.park(woken::incrementAndGet);
        }
        for (int i = 0; i < 100; i++) {
            session.offer(new byte[20]);
        }
        assertThat(woken).hasValue(1);
        session.offer(new byte[20]);
        assertThat(woken).hasValue(2);
    }

    /** The trap: 4 super-packets are all that one answer has room for, long before its 100 packets. */
    @Test
    void oneMorePollIsWokenWhenTheWokenOnesCannotTakeAllBytes() {
        AtomicInteger woken = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            session.park(woken::incrementAndGet);
        }
        for (int i = 0; i < 4; i++) {
            session.offer(new byte[65_535]);
        }
        assertThat(woken).hasValue(1);
        session.offer(new byte[65_535]);
        assertThat(woken).hasValue(2);
        assertThat(session.take(100, 256 << 10).packets()).hasSize(4);
        assertThat(session.take(100, 256 << 10).packets()).hasSize(1);
        assertThat(woken).as("nothing is left for the third").hasValue(2);
    }

    @Test
    void packetsLeftBehindWakeTheNextPoll() {
        List<String> woken = new ArrayList<>();
        session.park(() -> woken.add("first"));
        session.park(() -> woken.add("second"));
        session.offer(new byte[1000]);
        session.offer(new byte[1000]);
        assertThat(woken).containsExactly("first");
        assertThat(session.take(100, 1000).packets()).hasSize(1);
        assertThat(woken).containsExactly("first", "second");
    }

    @Test
    void oneParkedPollTooManyWakesTheOldest() {
        List<Integer> woken = new ArrayList<>();
        for (int i = 0; i <= Session.MAX_PARKED_POLLS; i++) {
            int poll = i;
            session.park(() -> woken.add(poll));
        }
        assertThat(woken).containsExactly(0);
        assertThat(session.parkedPolls()).isEqualTo(Session.MAX_PARKED_POLLS);
    }

    @Test
    void anEndedSessionWakesItsPollsDropsItsPacketsAndTakesNoMore() {
        AtomicInteger woken = new AtomicInteger();
        session.park(woken::incrementAndGet);
        session.park(woken::incrementAndGet);
        session.endNow(EndReason.IDLE);
        assertThat(woken).hasValue(2);
        assertThat(session.offer(new byte[20])).isFalse();
        assertThat(session.permits()).isZero();
        assertThat(counters.dropped(DropReason.SESSION_ENDED)).isEqualTo(1);
        session.park(woken::incrementAndGet);
        assertThat(woken).as("a poll on an ended session is never parked").hasValue(3);
    }

    @Test
    void batchesAreNumberedThroughAndCountedUnderManyThreads() throws Exception {
        int producers = 4;
        int each = 5_000;
        AtomicLong taken = new AtomicLong();
        AtomicLong numbered = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(producers + 3);
        for (int i = 0; i < producers; i++) {
            threads.execute(() -> {
                for (int n = 0; n < each; n++) {
                    session.offer(new byte[20]);
                }
            });
        }
        for (int i = 0; i < 3; i++) {
            threads.execute(() -> {
                while (taken.get() < producers * each) {
                    Batch batch = session.take(100, MANY);
                    taken.addAndGet(batch.packets().size());
                    numbered.accumulateAndGet(batch.next(), Math::max);
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
        assertThat(taken).hasValue(producers * each);
        assertThat(numbered).hasValue(producers * each);
        assertThat(session.permits()).isZero();
        assertThat(session.traffic().packetsDown()).isEqualTo(producers * each);
    }
}
