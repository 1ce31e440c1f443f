package com.softellect.vpn.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.adapter.Cancellation;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CancellationTest {

    private final Cancellation cancellation = new Cancellation();
    private final AtomicInteger woken = new AtomicInteger();

    @Test
    void cancellingWakesOnce() {
        cancellation.onCancel(woken::incrementAndGet);
        assertThat(cancellation.isCancelled()).isFalse();
        cancellation.cancel();
        cancellation.cancel();
        assertThat(woken).hasValue(1);
        assertThat(cancellation.isCancelled()).isTrue();
    }

    @Test
    void whoComesTooLateIsWokenAtOnce() {
        cancellation.cancel();
        cancellation.onCancel(woken::incrementAndGet);
        assertThat(woken).hasValue(1);
    }

    @Test
    void aClosedRegistrationIsNotWokenAndTheOthersAre() {
        Runnable action = woken::incrementAndGet;
        Cancellation.Registration first = cancellation.onCancel(action);
        cancellation.onCancel(action);
        first.close();
        first.close();
        cancellation.cancel();
        assertThat(woken).hasValue(1);
    }
}
