package com.softellect.vpn.surroundings.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AddressChangesTest {

    private final FakeEvents events = new FakeEvents();
    private final FakeIpHelper ipHelper = new FakeIpHelper(events);
    private final Semaphore heard = new Semaphore(0);

    @AfterEach
    void nothingIsLeftBehind() {
        assertThat(events.open()).isZero();
        assertThat(ipHelper.requests()).isZero();
    }

    @Test
    void everyChangeIsHeardOfAndWindowsIsAskedAnewBeforeSomebodyLooks() throws Exception {
        Semaphore asked = new Semaphore(0);
        Dll counting = (function, arguments) -> {
            long result = ipHelper.call(function, arguments);
            if (function.startsWith("Notify")) {
                asked.release();
            }
            return result;
        };
        AddressChanges changes = AddressChanges.start(counting, events, "test", heard::release);
        asked.acquire(2);
        for (int i = 0; i < 3; i++) {
            ipHelper.tell();
            heard.acquire(2);
            assertThat(asked.tryAcquire(2)).as("addresses and routes").isTrue();
            assertThat(ipHelper.requests()).isEqualTo(2);
        }
        changes.close();
        assertThat(heard.availablePermits()).as("nobody is called without a change").isZero();
    }

    @Test
    void aSystemThatTellsOfNothingIsNoFailure() {
        AddressChanges.start((function, arguments) -> function.startsWith("Notify") ? 5 : 0, events, "test", heard::release).close();
        assertThat(heard.availablePermits()).isZero();
    }
}
