package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.session.Batch;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallWindowTest {

    private static final long MILLI = 1_000_000;
    private static final Batch FULL = batch(Terms.MAX_BATCH_BYTES);
    private static final Batch SMALL = batch(1400);

    private final CallWindow window = new CallWindow(48);
    private long now = Long.MAX_VALUE - MILLI; // the clock may overflow

    private static Batch batch(int bytes) {
        return new Batch(0, List.of(new byte[bytes]));
    }

    /** As many full calls as the window has, so often, on a way that carries one in that many milliseconds and takes some more back and forth. */
    private void calls(int rounds, long wayMillis, long carryMillis) {
        for (int i = 0; i < rounds; i++) {
            int size = window.size();
            for (int call = 0; call < size; call++) {
                long took = Math.max(wayMillis + carryMillis, size * carryMillis) * MILLI;
                now += carryMillis * MILLI;
                window.answered(FULL, took, now);
            }
        }
    }

    private void small(long tookMillis) {
        window.answered(SMALL, tookMillis * MILLI, now);
    }

    @Test
    void aShortWayNeedsTwo() {
        small(0);
        calls(100, 0, 4);
        assertThat(window.size()).isEqualTo(2);
    }

    @Test
    void aLongWayIsFilledAndNotMore() {
        small(50);
        calls(100, 50, 5);
        assertThat(window.size()).isBetween(10, 12);
    }

    @Test
    void aLongWayWithRoomForMoreGetsAllThereAre() {
        small(50);
        calls(100, 50, 0);
        assertThat(window.size()).isEqualTo(16);
    }

    /** The trap: what loss held up is no sign of a queue. */
    @Test
    void callsThatLossHeldUpDoNotCloseIt() {
        small(50);
        calls(100, 50, 0);
        for (int i = 0; i < 1000; i++) {
            window.answered(FULL, (i % 3 == 0 ? 50 : 300) * MILLI, now);
        }
        assertThat(window.size()).isEqualTo(16);
    }

    @Test
    void callsThatCarryLittleSayNothingOfAQueue() {
        small(1);
        for (int i = 0; i < 1000; i++) {
            small(1 + i % 250);
        }
        assertThat(window.size()).isEqualTo(4);
    }

    /** The trap: a TCP stream that begins fills no call, and must not wait for one. */
    @Test
    void aLongWayHasManyCallsAlsoWhileNoneIsFull() {
        for (int i = 0; i < 1000; i++) {
            small(50);
        }
        assertThat(window.size()).isEqualTo(48);
    }

    @Test
    void whatIsInFlightTogetherIsBounded() {
        for (int i = 0; i < 1000; i++) {
            window.answered(batch(128 * 1024), 50 * MILLI, now);
        }
        assertThat(window.size()).isBetween(31, 33);
    }

    @Test
    void callsThatFillTakeBackWhatThoseThatDidNotHaveOpened() {
        for (int i = 0; i < 1000; i++) {
            small(50);
        }
        for (int i = 0; i < 16; i++) {
            window.answered(FULL, 60 * MILLI, now);
        }
        assertThat(window.size()).isLessThanOrEqualTo(16);
    }

    @Test
    void aLongWayHasAFewMoreAgainWhenThereIsNoQueueAnyMore() {
        small(10);
        calls(3, 10, 100);
        assertThat(window.size()).isEqualTo(2);
        for (int i = 0; i < 10; i++) {
            small(10);
        }
        assertThat(window.size()).isEqualTo(12);
    }

    @Test
    void aWayThatHasBecomeLongerIsNoQueueForEver() {
        small(1);
        calls(10, 50, 0);
        assertThat(window.size()).isEqualTo(2);
        for (int i = 0; i < 100; i++) {
            now += 1000 * MILLI;
            calls(2, 50, 0);
        }
        assertThat(window.size()).isEqualTo(16);
    }

    /** The trap: when the last call without a queue is forgotten, the queue must not pass for the way. */
    @Test
    void aQueueThatStandsForLongIsNotTakenForTheWay() {
        calls(2000, 0, 50);
        assertThat(window.size()).isBetween(2, 4);
    }

    @Test
    void oneIsTheMostWhereNoMoreAreAllowed() {
        CallWindow one = new CallWindow(1);
        one.answered(FULL, MILLI, 0);
        one.answered(FULL, 100 * MILLI, 0);
        assertThat(one.size()).isEqualTo(1);
    }
}
