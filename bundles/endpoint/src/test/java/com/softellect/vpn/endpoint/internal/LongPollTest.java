package com.softellect.vpn.endpoint.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.registry.internal.RegistrySettings;
import com.softellect.vpn.registry.internal.Sessions;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LongPollTest {

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(2);
    private final Sessions registry = new Sessions((RegistrySettings) Proxy.newProxyInstance(RegistrySettings.class.getClassLoader(),
            new Class<?>[] {RegistrySettings.class}, (proxy, method, args) -> method.getDefaultValue()));
    private final LongPoll longPoll = new LongPoll(scheduler);
    private Session session;

    @BeforeEach
    void open() throws Exception {
        scheduler.setRemoveOnCancelPolicy(true);
        session = registry.open(new Client("alice", "its key", 0x0A424D02, true, null, false, Instant.EPOCH, 1), false);
    }

    @AfterEach
    void stop() {
        registry.stop();
        scheduler.shutdownNow();
    }

    @Test
    void aPollThatIsWokenAndTimedOutAtTheSameMomentIsAnsweredOnce() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            AtomicInteger answers = new AtomicInteger();
            Poll poll = longPoll.park(session, resumed -> answers.incrementAndGet());
            CyclicBarrier together = new CyclicBarrier(2);
            Future<?> timedOut = scheduler.submit(() -> {
                together.await();
                poll.resumeOnce();
                return null;
            });
            together.await();
            session.offer(new byte[20]);
            timedOut.get();
            assertThat(answers).as("round %d", i).hasValue(1);
            assertThat(longPoll.finish(poll).packets()).hasSize(1);
            assertThat(session.permits()).isZero();
            assertThat(session.parkedPolls()).isZero();
        }
        assertThat(longPoll.openPolls()).isZero();
    }

    @Test
    void aPermitTakesTheTimerBack() {
        Poll poll = longPoll.park(session, resumed -> { });
        assertThat(scheduler.getQueue()).hasSize(1);
        session.offer(new byte[20]);
        assertThat(scheduler.getQueue()).isEmpty();
        assertThat(longPoll.finish(poll).packets()).hasSize(1);
    }

    @Test
    void thePollIsParkedForExactlyAQuarterOfASecond() {
        longPoll.park(session, resumed -> { });
        assertThat(scheduler.getQueue()).singleElement().satisfies(timer ->
                assertThat(((java.util.concurrent.Delayed) timer).getDelay(TimeUnit.MILLISECONDS)).isLessThanOrEqualTo(250));
        assertThat(LongPoll.PARK_MILLIS).isEqualTo(250);
        assertThat(LongPoll.MAX_PACKETS).isEqualTo(100);
    }

    @Test
    void aCallerThatHungUpDoesNotDisturbTheRouterAndLosesNoPacket() {
        longPoll.park(session, resumed -> {
            throw new IllegalStateException("the connection is gone");
        });
        assertThat(session.offer(new byte[20])).isTrue();
        assertThat(longPoll.openPolls()).isZero();
        assertThat(longPoll.takeNow(session).packets()).hasSize(1);
    }

    @Test
    void stoppingResumesWhatIsParkedAndWhatComesAfterwards() {
        AtomicInteger answers = new AtomicInteger();
        Poll[] polls = new Poll[2];
        polls[0] = longPoll.park(session, resumed -> answers.incrementAndGet());
        longPoll.stop(0);
        polls[1] = longPoll.park(session, resumed -> answers.incrementAndGet());
        assertThat(answers).hasValue(2);
        for (Poll poll : polls) {
            longPoll.finish(poll);
        }
        assertThat(longPoll.openPolls()).isZero();
    }
}
