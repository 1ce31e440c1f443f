package com.softellect.vpn.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessUsageTest {

    @TempDir
    Path proc;

    @Test
    void cpuIsUserAndSystemTimeAlsoOfACommandWithBlanksAndParentheses() throws Exception {
        Files.writeString(proc.resolve("stat"),
                "42 (a (b) c) S 1 42 42 0 -1 4194560 100 0 0 0 1234 66 7 8 20 0 33 0 100 200 300\n");

        assertThat(new ProcessUsage(proc).cpuSeconds()).isEqualTo(13.00, within(1e-9));
    }

    @Test
    void memoryIsTheResidentSetInMillionsOfBytes() throws Exception {
        Files.writeString(proc.resolve("status"), "Name:\tjava\nVmHWM:\t  300000 kB\nVmRSS:\t  195313 kB\n");

        assertThat(new ProcessUsage(proc).residentMegabytes()).isEqualTo(200.0, within(0.001));
    }

    @Test
    void aProcessThatHasEndedIsSaidToHave() throws IOException {
        Files.writeString(proc.resolve("status"), "Name:\tjava\nState:\tZ (zombie)\n");

        assertThatThrownBy(() -> new ProcessUsage(proc).residentMegabytes()).isInstanceOf(LabException.class)
                .hasMessageContaining("has ended");
        assertThatThrownBy(() -> new ProcessUsage(proc).cpuSeconds()).isInstanceOf(LabException.class)
                .hasMessageContaining("has ended");
    }
}
