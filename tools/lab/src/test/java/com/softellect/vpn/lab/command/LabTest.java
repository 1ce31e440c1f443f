package com.softellect.vpn.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    void aFloodThatCannotBeIsRefusedBeforeAnythingIsStarted() {
        assertThat(run("bench", "flood", "--rate", "0")).isEqualTo(1);
        assertThat(error.toString()).contains("--rate 0");
    }

    @Test
    void aBenchThatCannotBeIsRefusedBeforeAnythingIsStarted() {
        assertThat(run("bench", "--seconds", "0")).isEqualTo(1);
        assertThat(error.toString()).contains("--seconds 0");
    }

    @Test
    void aRowThatDoesNotExistIsAMistakeInTheCommand() {
        assertThat(run("bench", "--rows", "tcp,speed")).isEqualTo(2);
        assertThat(error.toString()).contains("speed", "RTT50");
    }

    @Test
    void logsOfAFailedDemoOutliveIt() throws Exception {
        RunFolder demo = new RunFolder(home.resolve("demo"), "");
        Files.createDirectories(home.resolve("demo/gateway/data/log"));
        Files.writeString(home.resolve("demo/gateway/data/log/karaf.log"), "what went wrong");

        Path logs = demo.saveLogs();
        demo.delete();

        assertThat(home.resolve("demo")).doesNotExist();
        assertThat(logs.resolve("demo-gateway.log")).hasContent("what went wrong");
    }

    /** The places are told behind the command, and so before what {@code shell} takes as the node's. */
    private int run(String... words) {
        CommandLine line = Lab.commandLine();
        line.setErr(new PrintWriter(error, true));
        List<String> all = new ArrayList<>(List.of(words));
        List<String> places = List.of("--home", home.toString(), "--assembly", home.resolve("none.tar.gz").toString());
        all.addAll(1, places);
        if (words[0].equals("bench") && words[1].equals("flood")) {
            all.addAll(all.indexOf("flood") + 1, places);
        }
        return line.execute(all.toArray(String[]::new));
    }
}
