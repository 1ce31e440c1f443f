package com.softellect.vpn.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {

    @TempDir
    Path folder;

    private final BenchReport report = new BenchReport(new Versions("1.0.0", "17.0.1", "4.4.10", "6.1"),
            new BenchPlan(EnumSet.allOf(Row.class), 5, 3, Duration.ofSeconds(20)));

    @Test
    void theMedianCounts() throws Exception {
        add(Way.TUNNEL, BenchFigure.TCP_DOWN_MBPS, 900, 100, 1000);
        add(Way.BARE_LINK, BenchFigure.TCP_DOWN_MBPS, 9000, 9500);

        JsonNode json = written();

        assertThat(json.get("tcp_down_mbps").doubleValue()).isEqualTo(900);
        assertThat(json.get("bare_link_tcp_down_mbps").doubleValue()).isEqualTo(9250);
        assertThat(json.at("/runs/tcp_down_mbps")).hasSize(3);
    }

    @Test
    void theFileHasTheKeysThatOthersRelyOn() throws Exception {
        for (BenchFigure figure : BenchFigure.values()) {
            add(Way.TUNNEL, figure, 1);
            add(Way.BARE_LINK, figure, 1);
        }

        JsonNode json = written();

        assertThat(json.fieldNames()).toIterable().contains("tcp_down_mbps", "tcp_up_mbps", "tcp_down_4_mbps", "tcp_up_4_mbps", "ping_p50_ms",
                "ping_p99_ms", "ping_under_load_p50_ms", "cpu_s_per_gb", "udp64_pps", "rtt50_down_mbps", "rtt50_loss1_down_mbps",
                "bare_link_tcp_down_mbps", "bare_link_rtt50_loss1_down_mbps");
        assertThat(json.get("versions").fieldNames()).toIterable().containsExactly("product", "java", "karaf", "kernel");
    }

    @Test
    void theTableHasMedianSpreadBareLinkAndGoal() {
        add(Way.TUNNEL, BenchFigure.TCP_DOWN_MBPS, 900, 1000, 1100);
        add(Way.BARE_LINK, BenchFigure.TCP_DOWN_MBPS, 9000);
        add(Way.TUNNEL, BenchFigure.PING_P50_MS, 0.25);

        assertThat(printed())
                .containsPattern("one stream down +1,000 Mbit/s +900 to 1,100 +9,000 Mbit/s +>= 4,000 +missed: 25 % of it")
                .containsPattern("ping, median +0.250 ms +0.250 to 0.250 +- +<= 0.300 +reached");
    }

    @Test
    void aGoalMayBeAnotherFigure() {
        add(Way.TUNNEL, BenchFigure.TCP_UP_MBPS, 1000);
        add(Way.TUNNEL, BenchFigure.TCP_UP_4_MBPS, 900);
        add(Way.TUNNEL, BenchFigure.RTT50_DOWN_MBPS, 500);
        add(Way.BARE_LINK, BenchFigure.RTT50_DOWN_MBPS, 500);

        assertThat(printed()).containsPattern("four streams up .*>= 1,000 +missed: 90 % of it").containsPattern("round trip 50 ms, stream .*reached");
    }

    @Test
    void aGoalThatIsAFigureWhichWasNotMeasuredIsNone() {
        add(Way.TUNNEL, BenchFigure.TCP_UP_4_MBPS, 900);

        assertThat(printed()).containsPattern("four streams up +900 Mbit/s +900 to 900 +- +-").doesNotContain("missed", "reached");
    }

    private void add(Way way, BenchFigure figure, double... values) {
        for (double value : values) {
            report.add(way, figure, value);
        }
    }

    private JsonNode written() throws Exception {
        Path file = folder.resolve("bench.json");
        report.write(file);
        return new ObjectMapper().readTree(file.toFile());
    }

    private String printed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
