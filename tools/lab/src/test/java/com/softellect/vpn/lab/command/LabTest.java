package com.softellect.vpn.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LabTest {

    @TempDir
    Path home;

    private final StringWriter error = new StringWriter();

    @Test
    void aShellWithoutARunningNodeSaysHowToStartOne() {
        assertThat(run("shell", "client", "vpn:status")).isEqualTo(1);
        assertThat(error.toString()).startsWith("vpn: no client is running").contains("./vpn demo --keep")
                .doesNotContain("\tat ");
    }

    @Test
    void optionsBehindTheNodeAreTheCommandsOwn() {
        assertThat(run("shell", "gateway", "vpn:status", "--check")).isEqualTo(1);
        assertThat(error.toString()).startsWith("vpn: no gateway is running");
    }

    @Test
    void stoppingWhereNothingRunsIsNoError() {
        assertThat(run("stop")).isZero();
    }

    @Test
    void aNodeThatDoesNotExistIsAMistakeInTheCommand() {
        assertThat(run("shell", "server")).isEqualTo(2);
        assertThat(error.toString()).contains("server").containsIgnoringCase("gateway");
    }

    @Test
    void aReportThatCannotBeWrittenIsRefusedBeforeAnythingIsStarted() {
        assertThat(run("demo", "--report", home.toString())).isEqualTo(1);
        assertThat(error.toString()).contains("--report " + home);
    }

    @Test
    void noIdleTimeIsRefused() {
        assertThat(run("demo", "--idle", "0")).isEqualTo(1);
        assertThat(error.toString()).contains("--idle 0");
    }

    @Test
    void logsOfAFailedDemoOutliveIt() throws Exception {
        DemoFolder demo = new DemoFolder(home.resolve("demo"));
        Files.createDirectories(home.resolve("demo/gateway/data/log"));
        Files.writeString(home.resolve("demo/gateway/data/log/karaf.log"), "what went wrong");

        Path logs = demo.saveLogs();
        demo.delete();

        assertThat(home.resolve("demo")).doesNotExist();
        assertThat(logs.resolve("demo-gateway.log")).hasContent("what went wrong");
    }

    private int run(String command, String... arguments) {
        CommandLine line = Lab.commandLine();
        line.setErr(new PrintWriter(error, true));
        String[] all = new String[arguments.length + 5];
        all[0] = command;
        all[1] = "--home";
        all[2] = home.toString();
        all[3] = "--assembly";
        all[4] = home.resolve("none.tar.gz").toString();
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return line.execute(all);
    }
}
