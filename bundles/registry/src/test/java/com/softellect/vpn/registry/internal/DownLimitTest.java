package com.softellect.vpn.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.Session;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client is sent when its policy limits that. */
@Timeout(60)
class DownLimitTest {

    private static final int MANY = 1 << 20;

    private final Sessions registry = new Sessions(Settings.of(RegistrySettings.class, Map.of("queueTargetMillis", 10_000)));

    @AfterEach
    void stop() {
        registry.stop();
    }

    private static Client limited(long bitsPerSecond) {
        return SessionsTest.client("alice", "10.66.77.2").withPolicy(Policy.OPEN.withDownLimit(bitsPerSecond));
    }

    /** As a client does: it parks a poll whenever it gets nothing. */
    private static Batch poll(Session session) throws InterruptedException {
        Batch batch = session.take(100, MANY);
        while (batch.isEmpty()) {
            Semaphore woken = new Semaphore(0);
            session.park(woken::release);
            woken.acquire();
            batch = session.take(100, MANY);
        }
        return batch;
    }

    @Test
    void aClientGetsNoMoreThanItsLimitAndAllOfItInTheEnd() throws Exception {
        long start = System.nanoTime();
        Session session = registry.open(limited(8_000_000), true);
        for (int i = 0; i < 400; i++) {
            session.offer(new byte[1000]);
        }
        long bytes = 0;
        while (session.permits() > 0) {
            bytes += poll(session).bytes();
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat((double) bytes).isLessThanOrEqualTo(1_000_000 * seconds + (64 << 10) + 1000);
        }
        assertThat(bytes).isEqualTo(400_000);
    }

    /** The trap: a permit is there, so a poll that is parked would be answered at once, without packets, over and over. */
    @Test
    void aPollStaysParkedWhilePacketsAreHeldBackAndIsWokenWhenTheLimitGoes() throws Exception {
        Session session = registry.open(limited(8000), true);
        for (int i = 0; i < 5; i++) {
            session.offer(new byte[60_000]);
        }
        assertThat(poll(session).packets()).as("one goes, and is waited for a minute").hasSize(1);
        AtomicInteger woken = new AtomicInteger();
        session.park(woken::incrementAndGet);
        session.offer(new byte[60_000]);
        assertThat(session.take(100, MANY).isEmpty()).isTrue();
        assertThat(woken).hasValue(0);
        assertThat(session.parkedPolls()).isEqualTo(1);
        assertThat(session.permits()).isEqualTo(5);
        registry.clientChanged(limited(0));
        assertThat(woken).hasValue(1);
        Batch rest = session.take(100, MANY);
        assertThat(rest.packets()).hasSize(5);
        assertThat(rest.sequence()).as("what was not taken used up no number").isEqualTo(1);
    }

    @Test
    void aLimitThatComesAppliesToTheNextPacket() throws Exception {
        Session session = registry.open(limited(0), true);
        session.offer(new byte[60_000]);
        assertThat(session.take(100, MANY).packets()).hasSize(1);
        registry.clientChanged(limited(8000));
        session.offer(new byte[60_000]);
        session.offer(new byte[60_000]);
        assertThat(poll(session).packets()).hasSize(1);
        assertThat(session.take(100, MANY).isEmpty()).isTrue();
    }

    @Test
    void whatIsHeldBackEndsWithTheSession() throws Exception {
        Session session = registry.open(limited(8000), true);
        session.offer(new byte[60_000]);
        session.offer(new byte[60_000]);
        poll(session);
        Semaphore woken = new Semaphore(0);
        session.park(woken::release);
        registry.stop();
        assertThat(woken.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        assertThat(session.offer(new byte[20])).isFalse();
    }
}
