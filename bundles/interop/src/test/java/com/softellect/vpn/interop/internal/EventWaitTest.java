package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventWaitTest {

    private final List<String> violations = new ArrayList<>();
    private final FakeKernel32 kernel32 = new FakeKernel32(violations);
    private final long readEvent = kernel32.newAutoResetEvent();

    @Test
    void theCancelEventComesFirstSoThatTheReadEventsSignalIsNotTaken() throws Exception {
        EventWait wait = new EventWait(kernel32, readEvent, () -> true);
        kernel32.setEvent(readEvent);
        wait.signal();
        wait.await();
        assertThat(kernel32.isSignalled(readEvent)).isTrue();
        wait.dispose();
        assertThat(violations).isEmpty();
    }

    @Test
    void theCancelEventStaysOnUntilItIsCleared() throws Exception {
        EventWait wait = new EventWait(kernel32, readEvent, () -> true);
        wait.signal();
        wait.await();
        wait.await();
        wait.clear();
        kernel32.setEvent(readEvent);
        wait.await();
        assertThat(kernel32.isSignalled(readEvent)).as("this time the read event ended the wait").isFalse();
    }
}
