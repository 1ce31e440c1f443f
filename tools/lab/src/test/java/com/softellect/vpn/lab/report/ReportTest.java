package com.softellect.vpn.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Report<Sample> report = new Report<>(Sample.class);

    private enum Sample implements Figure {
        PING_MS("ping", "ms", 2),
        ATTEMPTS("attempts", "", 0),
        NEVER_PUT("never put", "", 0);

        private final Form form;

        Sample(String title, String unit, int decimals) {
            form = new Form(title, unit, decimals);
        }

        @Override
        public Form form() {
            return form;
        }
    }

    @BeforeEach
    void fill() {
        report.put(Sample.ATTEMPTS, 12_345);
        report.put(Sample.PING_MS, 2.12345);
    }

    @Test
    void theFileHasANumberForEachFigureThatWasPut() throws Exception {
        Path file = folder.resolve("figures/demo.json");
        report.write(file);

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.fieldNames()).toIterable().containsExactly("ping_ms", "attempts");
        assertThat(json.get("ping_ms").doubleValue()).isEqualTo(2.123);
        assertThat(json.get("attempts").isNumber()).isTrue();
    }

    @Test
    void theTableHasALineForEachFigureWithItsUnitInTheOrderOfTheEnum() {
        report.print(out);

        assertThat(shown().lines()).hasSize(2);
        assertThat(shown()).containsPattern("(?s)ping +2.12 ms\\R.*attempts +12,345\\R");
    }

    @Test
    void aRunIsShownByItsStepsThenItsTableThenWhereItWasWritten() throws Exception {
        Path file = folder.resolve("run.json");

        new Showing(out, false, Optional.of(file)).run(progress -> {
            progress.step("measure", () -> "done");
            return report;
        });

        assertThat(shown()).containsPattern("(?s)measure +done.*ping +2.12 ms.*Written to " + file);
        assertThat(file).exists();
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
