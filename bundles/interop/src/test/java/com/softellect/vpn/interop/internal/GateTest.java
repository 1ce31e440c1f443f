package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GateTest {

    private final Gate gate = new Gate();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void nobodyEntersOnceClosingHasBegun() {
        assertThat(gate.enter()).isTrue();
        gate.exit();
        assertThat(gate.beginClose()).isTrue();
        assertThat(gate.isClosing()).isTrue();
        assertThat(gate.enter()).isFalse();
        assertThat(gate.enter()).isFalse();
        gate.awaitEmpty();
    }

    @Test
    void onlyTheFirstCloserIsTold() {
        assertThat(gate.beginClose()).isTrue();
        assertThat(gate.beginClose()).isFalse();
        gate.awaitEmpty();
    }

    @Test
    void theCloserWaitsForTheLastOneInside() throws Exception {
        gate.enter();
        gate.enter();
        gate.beginClose();
        Thread closer = new Thread(gate::awaitEmpty);
        closer.start();
        gate.exit();
        awaitWaiting(closer);
        gate.exit();
        closer.join();
    }

    @Test
    void anInterruptDoesNotLetTheCloserGoEarly() throws Exception {
        gate.enter();
        gate.beginClose();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread closer = new Thread(() -> {
            gate.awaitEmpty();
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        closer.start();
        closer.interrupt();
        awaitWaiting(closer);
        gate.exit();
        closer.join();
        assertThat(interrupted).isTrue();
    }

    @Test
    void nobodyIsInsideAfterTheWaitHoweverManyCameAndWent() throws Exception {
        for (int round = 0; round < 300; round++) {
            Gate own = new Gate();
            AtomicBoolean freed = new AtomicBoolean();
            List<Future<?>> visitors = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                visitors.add(threads.submit(() -> visitUntilClosed(own, freed)));
            }
            own.beginClose();
            own.awaitEmpty();
            freed.set(true);
            for (Future<?> visitor : visitors) {
                visitor.get(30, TimeUnit.SECONDS);
            }
        }
    }

    private static void visitUntilClosed(Gate gate, AtomicBoolean freed) {
        while (gate.enter()) {
            boolean wasFreed = freed.get();
            gate.exit();
            assertThat(wasFreed).as("freed while a thread was inside").isFalse();
        }
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.isAlive()).as("still waiting").isTrue();
            Thread.onSpinWait();
        }
    }
}
