package com.softellect.vpn.datapath.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What it hears is shown end to end; here, that it lets go. */
@EnabledOnOs(OS.LINUX)
@Timeout(30)
class NetlinkMonitorTest {

    private static final String THREAD = "test-netlink";
    private static final int LINKS = 1;

    @Test
    void itEndsItsThreadWhenItIsClosed() {
        NetlinkMonitor monitor = NetlinkMonitor.start(THREAD, 0, LINKS, (messages, length) -> new AtomicInteger().incrementAndGet());
        assertThat(threads()).isEqualTo(1);
        monitor.close();
        assertThat(threads()).isZero();
    }

    @Test
    void whatTheKernelDoesNotKnowIsNothing() {
        assertThat(NetlinkMonitor.start(THREAD, 1000, LINKS, (messages, length) -> new AtomicInteger().incrementAndGet())).isNull();
        assertThat(threads()).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(THREAD)).count();
    }
}
