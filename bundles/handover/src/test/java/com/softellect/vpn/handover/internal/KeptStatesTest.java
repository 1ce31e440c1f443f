package com.softellect.vpn.handover.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.handover.UnknownHandoverException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeptStatesTest {

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final KeptStates states = new KeptStates(scheduler);
    private final AtomicInteger disposed = new AtomicInteger();

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    private HandoverState state(int version, Object... values) {
        return new HandoverState(version, Map.of("values", List.of(values)), Map.of(), counting());
    }

    private MethodHandle counting() {
        try {
            return MethodHandles.lookup().findVirtual(AtomicInteger.class, "incrementAndGet", MethodType.methodType(int.class)).bindTo(disposed);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsLeftIsTakenOnce() {
        HandoverState left = state(1, "a");
        states.leave("registry", left);
        assertThat(states.take("router", Set.of(1))).isEmpty();
        assertThat(states.take("registry", Set.of(1, 2))).containsSame(left);
        assertThat(states.take("registry", Set.of(1))).isEmpty();
        assertThat(disposed).hasValue(0);
    }

    @Test
    void aStateOfAnUnknownVersionStaysForTheOneThatKnowsIt() {
        HandoverState left = state(3, "a");
        states.leave("registry", left);
        assertThatThrownBy(() -> states.take("registry", Set.of(1, 2))).isInstanceOf(UnknownHandoverException.class).hasMessageContaining("layout 3");
        assertThat(states.take("registry", Set.of(3))).containsSame(left);
    }

    @Test
    void ofSeveralLayoutsTheTakerGetsTheFirstThatItKnowsAndTheOthersAreGone() {
        HandoverState newest = state(2, "a");
        HandoverState older = new HandoverState(1, Map.of("values", "a"), Map.of(), null);
        states.leave("registry", List.of(newest, older));
        assertThatThrownBy(() -> states.take("registry", Set.of(3))).isInstanceOf(UnknownHandoverException.class).hasMessageContaining("layout 2 or 1");
        assertThat(states.take("registry", Set.of(1))).containsSame(older);
        assertThat(states.take("registry", Set.of(1, 2))).isEmpty();
        states.leave("registry", List.of(newest, older));
        assertThat(states.take("registry", Set.of(1, 2))).containsSame(newest);
        assertThat(disposed).hasValue(0);
    }

    @Test
    void whatNobodyTakesIsDisposedOfAndWiped() throws Exception {
        byte[] secret = {1, 2, 3};
        CountDownLatch over = new CountDownLatch(1);
        states.keep("registry", List.of(state(1, secret)), 0);
        scheduler.schedule(over::countDown, 10, TimeUnit.MILLISECONDS); // one thread: it comes after the end
        over.await();
        assertThat(disposed).hasValue(1);
        assertThat(secret).containsOnly(0);
        assertThat(states.take("registry", Set.of(1))).isEmpty();
    }

    @Test
    void whatIsLeftInThePlaceOfAnotherEndsThat() {
        HandoverState second = state(1, "second");
        states.leave("registry", state(1, "first"));
        states.leave("registry", second);
        assertThat(disposed).hasValue(1);
        assertThat(states.take("registry", Set.of(1))).containsSame(second);
    }

    @Test
    void aClassOfABundleIsNotLetIn() {
        for (Object alien : new Object[] {new Alien(), List.of(new Alien()), Map.of("deep", List.of(Map.of("er", new Alien()))),
            (Runnable) () -> { }, new Object[] {new Alien()}}) {
            HandoverState state = new HandoverState(1, Map.of("alien", alien), Map.of(), null);
            assertThatThrownBy(() -> states.leave("registry", state)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("alien");
        }
    }

    @Test
    void nothingIsKeptAfterTheEnd() {
        states.leave("registry", state(1, "a"));
        assertThat(states.takeAll()).containsOnlyKeys("registry");
        assertThat(states.takeAll()).isEmpty();
    }

    private static final class Alien {

        @Override
        public String toString() {
            return "alien";
        }
    }
}
