package com.softellect.vpn.surroundings.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What it hears is shown end to end; here, that it lets go. */
@EnabledOnOs(OS.LINUX)
@Timeout(30)
class NetworkMonitorTest {

    @Test
    void itEndsItsThreadWhenItIsClosed() {
        NetworkMonitor monitor = NetworkMonitor.start(new AtomicInteger()::incrementAndGet);
        assertThat(threads()).isEqualTo(1);
        monitor.close();
        assertThat(threads()).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("vpn-surroundings-network")).count();
    }
}
