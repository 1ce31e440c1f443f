package com.softellect.vpn.dns.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.dns.internal.ClientLimits.Verdict;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientLimitsTest {

    private static final int ALICE = 2;
    private static final int BOB = 3;

    private long now = Long.MAX_VALUE - 5; // the clock may overflow
    private final ClientLimits limits = new ClientLimits(Plan.of(Settings.of(DnsSettings.class,
            Map.of("queriesPerSecond", 10, "queriesAtATime", 4))), () -> now);

    private Verdict ask(int client) {
        Verdict verdict = limits.begin(client);
        if (verdict == Verdict.LET_IN) {
            limits.end(client);
        }
        return verdict;
    }

    @Test
    void aSecondsQuestionsMayComeAtOnceAndThenAtTheirRate() {
        for (int i = 0; i < 10; i++) {
            assertThat(ask(ALICE)).isEqualTo(Verdict.LET_IN);
        }
        assertThat(ask(ALICE)).isEqualTo(Verdict.TOO_FAST);
        assertThat(ask(BOB)).isEqualTo(Verdict.LET_IN);
        now += TimeUnit.MILLISECONDS.toNanos(100);
        assertThat(ask(ALICE)).isEqualTo(Verdict.LET_IN);
        assertThat(ask(ALICE)).isEqualTo(Verdict.TOO_FAST);
        now += TimeUnit.HOURS.toNanos(1);
        for (int i = 0; i < 10; i++) {
            assertThat(ask(ALICE)).isEqualTo(Verdict.LET_IN);
        }
        assertThat(ask(ALICE)).as("no more has come in an hour").isEqualTo(Verdict.TOO_FAST);
    }

    @Test
    void onlySoManyMayWait() {
        for (int i = 0; i < 4; i++) {
            assertThat(limits.begin(ALICE)).isEqualTo(Verdict.LET_IN);
        }
        assertThat(limits.begin(ALICE)).isEqualTo(Verdict.TOO_MANY);
        assertThat(limits.begin(BOB)).isEqualTo(Verdict.LET_IN);
        limits.end(ALICE);
        assertThat(limits.begin(ALICE)).isEqualTo(Verdict.LET_IN);
    }

    @Test
    void whoIsForgottenHadNothingToRemember() {
        limits.begin(ALICE);
        for (int i = 0; i < 9; i++) {
            ask(BOB);
        }
        for (int other = 10; other < 3000; other++) {
            now += 1000;
            ask(other);
        }
        limits.end(ALICE);
        assertThat(ask(BOB)).isEqualTo(Verdict.LET_IN);
        assertThat(ask(BOB)).isEqualTo(Verdict.TOO_FAST);
    }
}
