package com.softellect.vpn.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.lab.net.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the top of the repository, as far as it goes before it hands over. */
class LauncherTest {

    private static final Path SCRIPT = Path.of("../../vpn").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void helpNamesEveryCommand() throws Exception {
        Command.Result help = new Command(List.of(SCRIPT.toString(), "help")).run();

        assertThat(help.ok()).isTrue();
        assertThat(help.output()).contains("demo [--keep] [--report FILE]", "stop", "bench [--rows ROW", "bench flood", "bench micro", "shell NODE [COMMAND]", "gateway", "client",
                "test");
    }

    @Test
    void anUnknownCommandIsAnErrorThatShowsTheKnownOnes() throws Exception {
        Command.Result result = new Command(List.of(SCRIPT.toString(), "dance")).run();

        assertThat(result.ok()).isFalse();
        assertThat(result.output()).contains("there is no command 'dance'", "usage:");
    }

    @Test
    void theWrongJdkInJavaHomeIsNamedAndARightOneTaken() throws Exception {
        Path wrong = jdk("25.0.1");

        Command.Result result = new Command(List.of("env", "JAVA_HOME=" + wrong, SCRIPT.toString(), "java")).run();

        assertThat(result.output()).contains("JAVA_HOME=" + wrong + " is JDK 25, but JDK 17 is needed")
                .doesNotEndWith(wrong.toString());
    }

    @Test
    void aJdkThatFitsIsTakenFromJavaHomeWithoutAWord() throws Exception {
        Path right = jdk("17.0.99");

        Command.Result result = new Command(List.of("env", "JAVA_HOME=" + right, SCRIPT.toString(), "java")).run();

        assertThat(result.output()).isEqualTo(right.toString());
    }

    private Path jdk(String version) throws Exception {
        Path home = folder.resolve("jdk");
        Path javac = Files.createDirectories(home.resolve("bin")).resolve("javac");
        Files.writeString(javac, "#!/bin/sh\n");
        assertThat(javac.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
