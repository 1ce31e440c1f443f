package com.softellect.vpn.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.policy.Usage;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was kept is there after a process was killed in the middle of its writing. */
@Timeout(120)
class CrashTest {

    private static final int STEPS = 40;

    @TempDir
    Path folder;

    @RepeatedTest(3)
    void aProcessThatIsKilledLosesNothingThatItKept() throws Exception {
        Process writer = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", System.getProperty("java.class.path"),
                KilledWriter.class.getName(), folder.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        int done = 0;
        try (BufferedReader lines = writer.inputReader()) {
            while (done < STEPS) {
                done = Integer.parseInt(lines.readLine());
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        List<Usage> usage = new FileUsageStore(folder, () -> KilledWriter.MONTH).all();
        assertThat(usage).hasSize(1);
        assertThat(usage.get(0).bytes()).isGreaterThanOrEqualTo(done);
        assertThat(new FileLeaseStore(folder).all()).hasSizeGreaterThanOrEqualTo(done).last()
                .satisfies(lease -> assertThat(lease.clientId()).isEqualTo("client-" + lease.address()));
        assertThat(new FileClientStore(folder).all()).as("nothing else is taken for a client").isEmpty();
    }
}
