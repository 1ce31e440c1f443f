package com.softellect.vpn.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PassageTest {

    private final Passage<String> passage = new Passage<>();

    @Test
    void whoComesWhileItIsAwayGetsTheSuccessor() {
        passage.open("old");
        assertThat(passage.enter()).isEqualTo("old");
        passage.exit();
        passage.away();
        CompletableFuture<String> got = CompletableFuture.supplyAsync(passage::enter);
        passage.open("new");
        assertThat(got.join()).isEqualTo("new");
    }

    @Test
    void nobodyWaitsOnceItIsClosedOrBeforeItWasThere() {
        assertThat(passage.enter()).isNull();
        passage.open("old");
        passage.close();
        assertThat(passage.enter()).isNull();
    }

    @Test
    void nobodyWaitsForEver() {
        passage.open("old");
        passage.away();
        assertThat(passage.enter()).isNull();
        assertThat(passage.enter()).isNull();
    }

    @Test
    void closingEndsTheWait() {
        passage.open("old");
        passage.away();
        CompletableFuture<String> got = CompletableFuture.supplyAsync(passage::enter);
        passage.close();
        assertThat(got.join()).isNull();
    }

    @Test
    void itDoesNotGoUnderAThreadThatIsInside() throws Exception {
        passage.open("old");
        passage.enter();
        AtomicBoolean left = new AtomicBoolean();
        CompletableFuture<Boolean> away = CompletableFuture.supplyAsync(() -> {
            passage.away();
            return left.get();
        });
        left.set(true);
        passage.exit();
        assertThat(away.get()).isTrue();
    }

    /** The trap: one who has looked and not yet counted would go on with what is gone. */
    @Test
    void underLoadNobodyIsInsideWhatIsGone() throws Exception {
        AtomicReference<String> alive = new AtomicReference<>("0");
        passage.open("0");
        AtomicBoolean over = new AtomicBoolean();
        AtomicReference<String> wrong = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            new Thread(() -> {
                while (!over.get()) {
                    String got = passage.enter();
                    if (got == null || !got.equals(alive.get())) {
                        wrong.set(got + " while " + alive.get());
                    }
                    passage.exit();
                }
                ended.countDown();
            }).start();
        }
        for (int i = 1; i <= 2000; i++) {
            passage.away();
            alive.set(Integer.toString(i));
            passage.open(alive.get());
        }
        over.set(true);
        ended.await();
        assertThat(wrong).hasValue(null);
    }
}
