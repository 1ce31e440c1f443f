package com.softellect.vpn.surroundings.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs sh and cat")
class ProcessRunnerTest {

    private final ProcessRunner runner = new ProcessRunner(60_000);

    @Test
    void inputGoesInAndOutputOfAnyLengthComesOut() throws Exception {
        String long1 = "0123456789".repeat(50_000);
        assertThat(runner.run(long1, List.of("cat"))).isEqualTo(long1);
    }

    @Test
    void aFailureSaysWhatWasRunAndWhatItSaid() {
        assertThatThrownBy(() -> runner.run("sh", "-c", "echo Operation not permitted >&2; exit 3")).isInstanceOf(SurroundingsException.class)
                .hasMessageContaining("exit code 3").hasMessageContaining("not permitted").hasMessageContaining("CAP_NET_ADMIN");
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> runner.run("no-such-program")).isInstanceOf(SurroundingsException.class).hasMessageContaining("no-such-program");
    }

    /** No package of Windows would bring it. */
    @Test
    void ofAProgramOfWindowsNoPackageIsNamed() {
        assertThatThrownBy(() -> runner.run("no-such-program.exe")).isInstanceOf(SurroundingsException.class).hasMessageContaining("no-such-program.exe")
                .hasMessageNotContaining("package");
    }

    @Test
    void whatProgramsWriteIsReadInTheSystemsCharacters() throws Exception {
        ProcessRunner latin = new ProcessRunner(60_000, StandardCharsets.ISO_8859_1);
        assertThat(latin.run("sh", "-c", "printf '\\344'")).isEqualTo("\u00e4");
        assertThat(latin.run("\u00e4", List.of("sh", "-c", "wc -c")).strip()).isEqualTo("1");
    }

    @Test
    void aProgramThatDoesNotEndIsEnded() {
        assertThatThrownBy(() -> new ProcessRunner(50).run("sh", "-c", "exec sleep 600")).isInstanceOf(SurroundingsException.class)
                .hasMessageContaining("50 ms");
    }
}
