package com.softellect.vpn.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DemoFigureTest {

    @Test
    void theReportHasExactlyTheAgreedKeys() {
        assertThat(Arrays.stream(DemoFigure.values()).map(DemoFigure::key)).containsExactlyInAnyOrder("start_gateway_s", "enrol_ms",
                "connect_ms", "internet_page_ms", "ping_p50_ms", "ping_p99_ms", "tcp_up_mbps", "tcp_down_mbps", "idle_polls_per_s",
                "idle_cpu_gateway_percent", "idle_cpu_client_percent", "rss_gateway_mb", "rss_client_mb");
    }
}
