package com.softellect.vpn.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.lab.LabException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aStepIsShownBeforeItBeginsAndItsOutcomeWhenItIsDone() throws Exception {
        try (Progress progress = new Progress(out, false)) {
            progress.step("connect", () -> {
                assertThat(shown()).isEqualTo("connect");
                return "12 ms";
            });
        }
        assertThat(shown()).matches("connect +12 ms");
    }

    @Test
    void aStepThatFailsIsShownAsFailedAndItsReasonGoesOn() {
        try (Progress progress = new Progress(out, false)) {
            assertThatThrownBy(() -> progress.step("connect", () -> {
                throw new LabException("no answer");
            })).isInstanceOf(LabException.class).hasMessage("no answer");
        }
        assertThat(shown()).matches("connect +failed");
    }

    @Test
    void onlyOnATerminalALineIsOverwritten() throws Exception {
        try (Progress plain = new Progress(out, false)) {
            plain.step("one", () -> "done");
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("\r");

        try (Progress terminal = new Progress(out, true)) {
            terminal.step("two", () -> "done");
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("\r\033[K  two");
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }
}
