package com.softellect.vpn.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Pace pace = new Pace();
    private long now = Long.MAX_VALUE - SECOND; // a clock that begins anew soon

    /** @return the bytes that went in that time, in packets of that size, of which there are always more */
    private long goFor(long nanos, int size) {
        long end = now + nanos;
        long went = 0;
        while (end - now > 0) {
            long wait = pace.wait(100L * size, now);
            if (wait > 0) {
                now += wait;
                continue;
            }
            long credit = pace.credit(now);
            long taken = 0;
            while (taken == 0 || taken + size <= credit) {
                taken += size;
            }
            pace.spend(taken, now);
            went += taken;
        }
        return went;
    }

    @ParameterizedTest
    @CsvSource({"8000, 1400", "1000000, 84", "1000000, 1400", "20000000, 1400", "20000000, 65535", "1000000000, 1400", "100000000000, 65535"})
    void whatGoesIsTheLimitOverTime(long bitsPerSecond, int size) {
        pace.set(bitsPerSecond, now);
        goFor(20 * SECOND, size);
        long seconds = 1000;
        if (bitsPerSecond > 100_000_000) {
            seconds = 1;
        }
        double expected = bitsPerSecond / 8.0 * seconds;
        assertThat((double) goFor(seconds * SECOND, size)).isCloseTo(expected, within(Math.max(expected * 0.01, 2.0 * 65_535 + size)));
    }

    @Test
    void withoutALimitEverythingGoesAtOnce() {
        pace.spend(1_000_000, now);
        assertThat(pace.wait(1_000_000, now)).isZero();
        assertThat(pace.credit(now)).isEqualTo(Long.MAX_VALUE);
        assertThat(pace.isUnlimited()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 100_000_000})
    void whoWasSilentForLongHasABurstAndNoMore(long bitsPerSecond) {
        pace.set(bitsPerSecond, now);
        now += 3600 * SECOND;
        assertThat(pace.wait(1, now)).isZero();
        assertThat(pace.credit(now)).isCloseTo(Math.max(65_536, bitsPerSecond / 8 / 20), within(2L));
    }

    @Test
    void aSuperPacketGoesWholeAndIsWaitedForAfterwards() {
        pace.set(1_000_000, now);
        now += TimeUnit.MILLISECONDS.toNanos(10); // worth 1250 bytes
        pace.spend(65_535, now);
        assertThat(pace.wait(40, now)).isCloseTo((65_535 - 1250 + 40) * 8000L, within(20_000L));
    }

    @Test
    void aSlowPaceDoesNotGiveOutPacketByPacket() {
        pace.set(100_000_000, now);
        pace.spend(1, now);
        assertThat(pace.wait(1_000_000, now)).as("5 ms worth").isCloseTo(TimeUnit.MILLISECONDS.toNanos(5), within(100L));
        assertThat(pace.wait(1000, now)).as("all that waits").isCloseTo(80_080, within(100L));
    }

    @Test
    void aChangeAppliesAtOnceAndDebtsAreForgotten() {
        pace.set(8000, now);
        pace.spend(65_535, now);
        assertThat(pace.wait(1, now)).isGreaterThan(60 * SECOND);
        pace.set(8000, now);
        assertThat(pace.wait(1, now)).as("no change").isGreaterThan(60 * SECOND);
        pace.set(80_000_000, now);
        assertThat(pace.wait(1, now)).isLessThan(1000);
        pace.set(0, now);
        assertThat(pace.wait(1, now)).isZero();
    }
}
