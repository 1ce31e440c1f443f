package com.softellect.vpn.clients.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.ClientException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProfilesTest {

    private static final FakeIdentity IDENTITY = new FakeIdentity(FakeIdentity.pin(1));

    @Test
    void anIdentityThatComesLateIsWaitedFor() throws Exception {
        Profiles profiles = new Profiles(Duration.ofMinutes(10));
        CompletableFuture<Throwable> waiting = new CompletableFuture<>();
        Thread thread = new Thread(() -> waiting.complete(failureOf(profiles)));
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        profiles.use(IDENTITY);
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isNull();
    }

    private static Throwable failureOf(Profiles profiles) {
        try {
            profiles.await();
            return null;
        } catch (ClientException e) {
            return e;
        }
    }

    @Test
    void anIdentityThatDoesNotComeIsWaitedForNoLongerThanThat() {
        assertThatThrownBy(() -> new Profiles(Duration.ofMillis(1)).await()).isInstanceOf(ClientException.class)
                .hasMessageContaining("com.softellect.vpn.https");
    }

    @Test
    void theIdentityOfALayerThatIsReplacedIsForgottenOnlyIfItIsStillTheOne() {
        Profiles profiles = new Profiles(Duration.ZERO);
        profiles.use(IDENTITY);
        profiles.forget(new FakeIdentity(FakeIdentity.pin(2)));
        assertThatCode(profiles::await).doesNotThrowAnyException();
        profiles.forget(IDENTITY);
        assertThatThrownBy(profiles::await).isInstanceOf(ClientException.class);
    }

    @Test
    void aWaitThatIsInterruptedSaysSo() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new Profiles(Duration.ofMinutes(10)).await()).isInstanceOf(ClientException.class).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
