package com.softellect.vpn.registry.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.audit.AuditLog;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Quota;
import com.softellect.vpn.api.policy.Quota.Period;
import com.softellect.vpn.api.policy.Usage;
import com.softellect.vpn.api.policy.UsageStore;
import com.softellect.vpn.api.session.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QuotaTest {

    private static final Quota DAILY = new Quota(1000, Period.DAY);

    private final KeptUsage kept = new KeptUsage();
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private final QuotaLedger ledger = new QuotaLedger(() -> now);
    private final List<Sessions> registries = new ArrayList<>();

    @AfterEach
    void stop() {
        registries.forEach(Sessions::stop);
    }

    private Sessions registry() {
        Sessions registry = new Sessions(Settings.of(RegistrySettings.class, Map.of()));
        registries.add(registry);
        registry.bindUsage(kept);
        return registry;
    }

    private static Client alice(Quota quota) {
        return SessionsTest.client("alice", "10.66.77.2").withPolicy(Policy.OPEN.withQuota(quota));
    }

    @Test
    void bothWaysCountAndOnlyUntilTheQuotaIsUsedUp() throws Exception {
        Sessions registry = registry();
        Session session = registry.open(alice(DAILY), true);
        session.countFromClient(2, 600);
        session.offer(new byte[300]);
        assertThat(session.quotaUsedUp()).as("what waits is not used yet").isFalse();
        session.take(100, 1 << 20);
        assertThat(registry.quotaUsed(alice(DAILY))).isEqualTo(900);
        session.countFromClient(1, 150);
        assertThat(session.quotaUsedUp()).isTrue();
        session.countFromClient(1, 5000);
        assertThat(registry.quotaUsed(alice(DAILY))).as("what is refused costs nothing").isEqualTo(1050);
        assertThat(session.isLive()).isTrue();
    }

    @Test
    void aNewSessionOfTheClientHasNoQuotaOfItsOwn() throws Exception {
        Sessions registry = registry();
        registry.open(alice(DAILY), true).countFromClient(1, 1000);
        assertThat(registry.open(alice(DAILY), true).quotaUsedUp()).isTrue();
        Session other = registry.open(SessionsTest.client("bob", "10.66.77.3").withPolicy(Policy.OPEN.withQuota(DAILY)), true);
        assertThat(other.quotaUsedUp()).isFalse();
    }

    @Test
    void aQuotaThatIsRaisedOrTakenAwayLetsALiveSessionGoOn() throws Exception {
        Sessions registry = registry();
        Session session = registry.open(alice(DAILY), true);
        session.countFromClient(1, 1000);
        registry.clientChanged(alice(new Quota(2000, Period.DAY)));
        assertThat(session.quotaUsedUp()).isFalse();
        assertThat(registry.quotaUsed(alice(DAILY))).as("the period goes on").isEqualTo(1000);
        session.countFromClient(1, 1000);
        assertThat(session.quotaUsedUp()).isTrue();
        registry.clientChanged(alice(null));
        assertThat(session.quotaUsedUp()).isFalse();
        session.countFromClient(1, 5000);
        registry.clientChanged(alice(DAILY));
        assertThat(session.quotaUsedUp()).as("what was used before in the period").isTrue();
    }

    @Test
    void neitherAStopNorAnotherRegistryGivesAnythingBack() throws Exception {
        Sessions first = registry();
        first.open(alice(DAILY), true).countFromClient(1, 700);
        first.stop();
        registries.remove(first);
        Sessions second = registry();
        assertThat(second.quotaUsed(alice(DAILY))).isEqualTo(700);
        Session session = second.open(alice(DAILY), true);
        session.countFromClient(1, 300);
        assertThat(session.quotaUsedUp()).isTrue();
    }

    @Test
    void whatWasUsedBeforeTheStoreCameCountsTogetherWithWhatItHas() throws Exception {
        kept.add(List.of(new Usage("alice", DAILY.since(now), 500)));
        QuotaMeter meter = ledger.meter("alice", DAILY);
        meter.count(400);
        ledger.use(kept);
        assertThat(meter.used()).isEqualTo(900);
        ledger.save();
        assertThat(kept.bytes("alice")).isEqualTo(900);
        ledger.use(kept);
        ledger.save();
        assertThat(kept.bytes("alice")).as("nothing counts twice").isEqualTo(900);
        assertThat(meter.used()).isEqualTo(900);
    }

    @Test
    void aStoreThatGoesGetsWhatWasCountedAndTheNextOneTheRest() throws Exception {
        ledger.use(kept);
        QuotaMeter meter = ledger.meter("alice", DAILY);
        meter.count(400);
        ledger.forget(kept);
        assertThat(kept.bytes("alice")).isEqualTo(400);
        meter.count(100);
        ledger.save();
        assertThat(kept.bytes("alice")).isEqualTo(400);
        ledger.use(kept);
        ledger.save();
        assertThat(kept.bytes("alice")).isEqualTo(500);
    }

    @Test
    void aNewPeriodBeginsAtNothing() throws Exception {
        ledger.use(kept);
        QuotaMeter meter = ledger.meter("alice", DAILY);
        meter.count(1000);
        assertThat(meter.isUsedUp()).isTrue();
        now = now.plus(Duration.ofHours(11));
        ledger.look();
        assertThat(meter.isUsedUp()).isTrue();
        now = now.plus(Duration.ofHours(2));
        assertThat(ledger.used("alice", DAILY)).isZero();
        ledger.look();
        assertThat(meter.isUsedUp()).isFalse();
        meter.count(10);
        ledger.save();
        assertThat(kept.bytes("alice")).isEqualTo(10);
    }

    @Test
    void aStoreThatFailsIsTriedAgain() throws Exception {
        ledger.use(kept);
        QuotaMeter meter = ledger.meter("alice", DAILY);
        meter.count(400);
        kept.broken = true;
        ledger.save();
        kept.broken = false;
        meter.count(100);
        ledger.save();
        assertThat(kept.bytes("alice")).isEqualTo(500);
    }

    @Test
    void nothingIsLostBetweenManyThatCountAndOneThatSaves() throws Exception {
        ledger.use(kept);
        QuotaMeter meter = ledger.meter("alice", new Quota(Long.MAX_VALUE / 100, Period.MONTH));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> counting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                counting.add(threads.submit(() -> {
                    for (int n = 0; n < 100_000; n++) {
                        meter.count(3);
                    }
                }));
            }
            while (!counting.stream().allMatch(Future::isDone)) {
                ledger.save();
            }
            ledger.save();
        } finally {
            threads.shutdownNow();
        }
        assertThat(kept.bytes("alice")).isEqualTo(1_200_000);
    }

    /** The trap: a registry that comes after another counts from what is kept, and would tell it all again. */
    @Test
    void aQuotaThatIsUsedUpIsRecordedOnce() throws Exception {
        List<String> audit = new ArrayList<>();
        AuditLog log = (event, fields) -> audit.add(event + " " + fields);
        ledger.use(log);
        ledger.use(kept);
        QuotaMeter meter = ledger.meter("alice", DAILY);
        meter.count(999);
        assertThat(ledger.look()).isFalse();
        meter.count(1);
        assertThat(ledger.look()).isTrue();
        assertThat(ledger.look()).isFalse();
        assertThat(audit).containsExactly("quota.used_up {client=alice, bytes=1000, period=day, until=2026-11-25T00:00:00Z}");
        ledger.save();

        QuotaLedger next = new QuotaLedger(() -> now);
        next.use(log);
        next.use(kept);
        next.meter("alice", DAILY);
        assertThat(next.look()).isFalse();
        QuotaMeter raised = next.meter("alice", new Quota(2000, Period.DAY));
        next.look();
        raised.count(1000);
        assertThat(next.look()).isTrue();
        next.meter("alice", new Quota(3000, Period.DAY));
        next.look();
        next.meter("alice", new Quota(1500, Period.DAY));
        assertThat(next.look()).as("it was raised, then lowered below what is used").isTrue();
        now = now.plus(Duration.ofDays(1));
        next.look();
        next.meter("alice", DAILY).count(1000);
        assertThat(next.look()).as("in the next period").isTrue();
        assertThat(audit).hasSize(4);
    }

    /** Nothing is stopped in order here. */
    @Test
    void aQuotaThatIsUsedUpStaysSoOverACrash() throws Exception {
        Session session = registry().open(alice(DAILY), true);
        session.countFromClient(1, 1000);
        while (kept.all().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(10); // as soon as it is noticed, not with the next turn
        }
        assertThat(registry().open(alice(DAILY), true).quotaUsedUp()).isTrue();
    }

    @Test
    void aClientIsToldOfLimitsQuotaAndExpiry() throws Exception {
        Sessions registry = registry();
        Session session = registry.open(alice(null), true);
        assertThat(session.notice()).isNull();
        registry.clientChanged(alice(new Quota(50_000_000_000L, Period.MONTH)));
        assertThat(session.notice()).isEqualTo("quota of 50 GB a month");
        Client limited = SessionsTest.client("alice", "10.66.77.2").withPolicy(Policy.OPEN.withQuota(DAILY).withUpLimit(1_500_000).withDownLimit(20_000_000))
                .withExpires(Instant.parse("2099-01-31T12:00:00Z"));
        registry.clientChanged(limited);
        assertThat(session.notice()).isEqualTo("quota of 1 kB a day; limited to 1500 kbit/s up; limited to 20 Mbit/s down; access ends at 2099-01-31T12:00:00Z");
        session.countFromClient(1, 1000);
        while (!session.notice().contains("used up")) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(session.notice()).startsWith("quota of 1 kB a day used up, nothing passes until " + DAILY.until(Instant.now()) + "; limited");
        registry.clientChanged(alice(null));
        assertThat(session.notice()).isNull();
        assertThat(registry.open(limited, true).notice()).as("of a new session, at once").contains("used up");
    }

    @Test
    void periodsAreThoseOfTheCalendar() {
        Instant moment = Instant.parse("2026-11-24T23:59:59Z"); // a Tuesday
        assertThat(new Quota(1, Period.DAY).since(moment)).isEqualTo("2026-11-24T00:00:00Z");
        assertThat(new Quota(1, Period.DAY).until(moment)).isEqualTo("2026-11-25T00:00:00Z");
        assertThat(new Quota(1, Period.WEEK).since(moment)).isEqualTo("2026-11-23T00:00:00Z");
        assertThat(new Quota(1, Period.WEEK).until(moment)).isEqualTo("2026-11-30T00:00:00Z");
        assertThat(new Quota(1, Period.MONTH).since(moment)).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(new Quota(1, Period.MONTH).until(moment)).isEqualTo("2026-12-01T00:00:00Z");
    }

    /** A store in memory, of totals as the one in files. */
    private static final class KeptUsage implements UsageStore {

        private final Map<String, Usage> all = new HashMap<>();
        private boolean broken;

        @Override
        public synchronized List<Usage> all() {
            return List.copyOf(all.values());
        }

        @Override
        public synchronized void add(Collection<Usage> more) throws IOException {
            if (broken) {
                throw new IOException("the disk is full");
            }
            more.forEach(usage -> all.merge(usage.clientId(), usage, (before, next) -> before.since().equals(next.since())
                    ? new Usage(next.clientId(), next.since(), before.bytes() + next.bytes()) : next));
        }

        synchronized long bytes(String clientId) {
            return all.get(clientId).bytes();
        }
    }
}
