package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.adapter.TunAdapterException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands that it runs are of /bin/sh")
class ProcessRunnerTest {

    private static final List<String> ENDLESS = List.of("/bin/sh", "-c", "exec sleep 600");

    private final ProcessRunner runner = new ProcessRunner(30);

    @Test
    void aProgramRunsToItsEnd(@TempDir Path folder) throws Exception {
        Path made = folder.resolve("made");
        runner.run(List.of("/bin/sh", "-c", "touch \"$0\"", made.toString()));
        assertThat(made).exists();
    }

    @Test
    void failureIsReportedWithCommandCodeAndOutput() {
        assertThatThrownBy(() -> runner.run(List.of("/bin/sh", "-c", "echo no such interface; echo really >&2; exit 3")))
                .isInstanceOf(TunAdapterException.class)
                .hasMessageContaining("/bin/sh -c").hasMessageContaining("exit code 3: no such interface really");
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> runner.run(List.of("/no/such/netsh.exe")))
                .isInstanceOf(TunAdapterException.class).hasMessageContaining("/no/such/netsh.exe");
    }

    @Test
    void aProgramThatDoesNotEndIsEnded() throws Exception {
        assertThatThrownBy(() -> new ProcessRunner(0).run(ENDLESS))
                .isInstanceOf(TunAdapterException.class).hasMessageContaining("did not end");
        awaitNoChild();
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> runner.run(ENDLESS))
                .isInstanceOf(TunAdapterException.class).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        awaitNoChild();
    }

    private static void awaitNoChild() throws Exception {
        for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            child.onExit().get(30, TimeUnit.SECONDS);
        }
    }
}
