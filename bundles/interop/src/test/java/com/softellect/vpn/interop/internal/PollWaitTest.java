package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.datapath.system.Descriptor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
@EnabledOnOs(OS.LINUX)
class PollWaitTest {

    @Test
    void aPacketThatTheDeviceDoesNotKnowOfAnyMoreEndsTheWait() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (Descriptor silent = new Descriptor(LibC.eventfd(0, LibC.O_CLOEXEC))) {
            PollWait wait = new PollWait(silent.number(), () -> asked.incrementAndGet() == 1);
            wait.await();
            assertThat(asked).hasValue(1);
            wait.signal();
            wait.await();
            assertThat(asked).as("asked each time").hasValue(2);
            wait.dispose();
        }
    }
}
