package com.softellect.vpn.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.session.Batch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchOrderTest {

    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    private final List<Integer> delivered = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger late = new AtomicInteger();
    private final BatchOrder order = order(scheduler);

    private BatchOrder order(ScheduledExecutorService timer) {
        return new BatchOrder(packets -> packets.forEach(p -> delivered.add(p[0] & 255)), late::addAndGet, timer);
    }

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    private static Batch batch(int from, int to) {
        return new Batch(from, IntStream.range(from, to).mapToObj(i -> new byte[] {(byte) i}).collect(Collectors.toList()));
    }

    @Test
    void batchesThatOvertakeEachOtherAreDeliveredInOrder() {
        order.accept(batch(5, 7));
        order.accept(batch(2, 5));
        assertThat(delivered).isEmpty();
        order.accept(batch(0, 2));
        assertThat(delivered).containsExactly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void anotherOneGoesOnWhereOneHasEnded() {
        order.accept(batch(0, 2));
        order.accept(batch(4, 6));
        BatchOrder.Rest rest = order.leave();
        assertThat(rest.expected()).isEqualTo(2);
        BatchOrder next = order(scheduler);
        next.goOn(rest);
        next.accept(batch(0, 2));
        assertThat(late).hasValue(2);
        assertThat(delivered).containsExactly(0, 1);
        next.accept(batch(2, 4));
        assertThat(delivered).containsExactly(0, 1, 2, 3, 4, 5);
        order.accept(batch(2, 4));
        assertThat(late).as("the one that was left delivers nothing").hasValue(4);
        next.close();
    }

    @Test
    void anyOrderOfArrivalGivesTheSameOrderOfDelivery() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Batch> batches = new ArrayList<>();
        for (int next = 0; next < 200; ) {
            int end = Math.min(200, next + 1 + random.nextInt(9));
            batches.add(batch(next, end));
            next = end;
        }
        Collections.shuffle(batches, random);
        var threads = Executors.newFixedThreadPool(4);
        batches.forEach(b -> threads.execute(() -> order.accept(b)));
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(delivered).as("seed %d", seed).isEqualTo(IntStream.range(0, 200).boxed().collect(Collectors.toList()));
        assertThat(late).hasValue(0);
    }

    @Test
    void aBatchThatComesTwiceIsDeliveredOnce() {
        order.accept(batch(0, 3));
        order.accept(batch(0, 3));
        order.accept(batch(5, 6));
        order.accept(batch(5, 6));
        assertThat(delivered).containsExactly(0, 1, 2);
        assertThat(late).hasValue(4);
    }

    @Test
    void aLostBatchCostsItsPacketsAndNeverStallsTheOthers() throws Exception {
        CountDownLatch three = new CountDownLatch(3);
        BatchOrder withLatch = new BatchOrder(packets -> packets.forEach(p -> {
            delivered.add(p[0] & 255);
            three.countDown();
        }), late::addAndGet, scheduler);
        withLatch.accept(batch(0, 1));
        withLatch.accept(batch(4, 6));
        three.await();
        assertThat(delivered).containsExactly(0, 4, 5);
        withLatch.accept(batch(6, 7));
        assertThat(delivered).containsExactly(0, 4, 5, 6);
        assertThat(late).hasValue(0);
    }

    /** The trap: a megabyte takes seconds on a slow link, and what overtakes it must not be the end of it. */
    @Test
    void aBatchThatComesAfterItWasGivenUpIsDeliveredOnce() throws Exception {
        CountDownLatch five = new CountDownLatch(1);
        BatchOrder slow = new BatchOrder(packets -> packets.forEach(p -> {
            delivered.add(p[0] & 255);
            five.countDown();
        }), late::addAndGet, scheduler);
        slow.accept(batch(5, 6));
        five.await();
        slow.accept(batch(2, 4));
        slow.accept(batch(0, 2));
        slow.accept(batch(4, 5));
        slow.accept(batch(6, 7));
        assertThat(delivered).containsExactly(5, 2, 3, 0, 1, 4, 6);
        assertThat(late).hasValue(0);
        slow.accept(batch(0, 2));
        slow.accept(batch(1, 3));
        slow.accept(batch(5, 6));
        assertThat(delivered).hasSize(7);
        assertThat(late).as("these had come").hasValue(5);
    }

    @Test
    void theWaitFollowsWhatMissingBatchesTook() {
        GapWait wait = new GapWait();
        assertThat(wait.millis()).isEqualTo(250);
        for (int i = 0; i < 100; i++) {
            wait.came(TimeUnit.MICROSECONDS.toNanos(300));
        }
        assertThat(wait.millis()).as("never shorter than a hiccup").isEqualTo(50);
        for (int i = 0; i < 100; i++) {
            wait.came(TimeUnit.MILLISECONDS.toNanos(i % 2 == 0 ? 100 : 200));
        }
        assertThat(wait.millis()).isBetween(300L, 500L);
        wait.came(TimeUnit.SECONDS.toNanos(100));
        wait.came(TimeUnit.SECONDS.toNanos(100));
        assertThat(wait.millis()).as("never a stall").isEqualTo(1000);
    }

    @Test
    void ofManyGapsTheOldestAreForgotten() {
        GivenUp gaps = new GivenUp();
        for (int i = 0; i < 100; i++) {
            gaps.add(10 * i, 10 * i + 5, i);
        }
        assertThat(gaps.take(0, 5)).isNull();
        assertThat(gaps.take(990, 996)).as("more than was missing").isNull();
        assertThat(gaps.take(991, 993)).isEqualTo(99);
        assertThat(gaps.take(991, 992)).as("not missing any more").isNull();
        assertThat(gaps.take(993, 995)).isEqualTo(99);
        assertThat(gaps.take(990, 991)).isEqualTo(99);
    }

    @Test
    void aFilledGapLeavesNoTimerBehind() {
        order.accept(batch(1, 2));
        assertThat(scheduler.getQueue()).hasSize(1);
        scheduler.setRemoveOnCancelPolicy(true);
        order.accept(batch(0, 1));
        assertThat(scheduler.getQueue()).isEmpty();
    }

    @Test
    void tooMuchBehindAGapEndsTheWait() {
        byte[] big = new byte[1 << 20];
        for (int i = 1; i <= 17; i++) {
            order.accept(new Batch(i, List.of(big)));
        }
        assertThat(delivered).hasSize(17);
    }

    @Test
    void manySmallGapsDoNotMakeRoomForMuchMore() {
        byte[] big = new byte[1 << 20];
        for (int i = 1; i <= 50; i++) {
            order.accept(batch(2 * i, 2 * i + 1));
        }
        for (int i = 100; i < 200; i++) {
            order.accept(new Batch(2 * i, List.of(big)));
        }
        assertThat(delivered).as("of 100 MiB, 16 may wait").hasSize(50 + 84);
    }

    @Test
    void numbersDoNotStartAgainBehindTheLastOne() {
        order.accept(new Batch(Long.MAX_VALUE, List.of(new byte[] {1})));
        order.accept(new Batch(Long.MAX_VALUE - 1, List.of(new byte[] {2}, new byte[] {3})));
        assertThat(late).hasValue(3);
        order.accept(batch(0, 2));
        assertThat(delivered).containsExactly(0, 1);
    }

    @Test
    void emptyBatchesSayNothing() {
        order.accept(new Batch(7, List.of()));
        order.accept(batch(0, 1));
        assertThat(delivered).containsExactly(0);
        assertThat(late).hasValue(0);
    }

    @Test
    void aClosedOrderDeliversNothing() {
        order.accept(batch(1, 2));
        order.close();
        order.accept(batch(0, 1));
        assertThat(delivered).isEmpty();
    }

    @Test
    void whatWaitsAtTheEndAndWhatComesAfterItIsCounted() {
        order.accept(batch(1, 3));
        order.close();
        assertThat(late).hasValue(2);
        order.accept(batch(0, 1));
        order.close();
        assertThat(late).hasValue(3);
    }
}
