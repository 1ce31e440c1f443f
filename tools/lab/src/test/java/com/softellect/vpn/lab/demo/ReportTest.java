package com.softellect.vpn.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    Path folder;

    private final Report report = new Report();

    @BeforeEach
    void fill() {
        for (Figure figure : Figure.values()) {
            report.put(figure, figure.ordinal() + 0.12345);
        }
    }

    @Test
    void theFileHasExactlyTheAgreedKeys() throws Exception {
        Path file = folder.resolve("figures/demo.json");
        report.write(file);

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        List<String> keys = new ArrayList<>();
        json.fieldNames().forEachRemaining(keys::add);
        assertThat(keys).containsExactlyInAnyOrder("connect_ms", "ping_p50_ms", "ping_p99_ms", "tcp_up_mbps", "tcp_down_mbps",
                "idle_polls_per_s", "idle_cpu_gateway_percent", "idle_cpu_client_percent", "rss_gateway_mb", "rss_client_mb",
                "start_gateway_s");
        assertThat(json.get("connect_ms").isNumber()).isTrue();
        assertThat(json.get("ping_p50_ms").doubleValue()).isEqualTo(2.123);
    }

    @Test
    void theTableHasALineForEachFigureWithItsUnit() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));

        String table = bytes.toString(StandardCharsets.UTF_8);
        assertThat(table.lines()).hasSize(Figure.values().length);
        assertThat(table).containsPattern("ping through the tunnel, median +2.12 ms")
                .containsPattern("idle: CPU of the gateway +7.12 % of a core");
    }
}
