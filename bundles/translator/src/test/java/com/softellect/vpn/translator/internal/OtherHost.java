package com.softellect.vpn.translator.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A host that the test's own network namespace has a link to: another namespace, with an {@link EchoHost} in it. */
final class OtherHost {

    static final String OWN = "192.0.2.1";
    static final int PORT = 7000;

    private static final Path SELF = Path.of("/proc/self/ns/net");

    private final Process holder;
    private final Process echo;

    /** @param addresses of 192.0.2.0/24 */
    OtherHost(List<String> addresses) throws Exception {
        holder = new ProcessBuilder("unshare", "--net", "sleep", "300").start();
        Path other = Path.of("/proc/" + holder.pid() + "/ns/net");
        while (Files.readSymbolicLink(other).equals(Files.readSymbolicLink(SELF))) {
            assertThat(holder.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        run("ip link set lo up");
        run("ip link add out0 type veth peer name in0 netns " + holder.pid());
        run("ip address add " + OWN + "/24 dev out0");
        run("ip link set out0 up");
        there("ip link set lo up");
        for (String address : addresses) {
            there("ip address add " + address + "/24 dev in0");
        }
        there("ip link set in0 up");
        List<String> words = new ArrayList<>(inside());
        words.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp",
                Path.of("target", "test-classes").toString(), EchoHost.class.getName(), Integer.toString(PORT)));
        words.addAll(addresses);
        echo = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertThat(new BufferedReader(new InputStreamReader(echo.getInputStream())).readLine()).isEqualTo("ready");
    }

    private List<String> inside() {
        return List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net");
    }

    /** Runs a command in the other namespace. */
    void there(String command) throws Exception {
        List<String> words = new ArrayList<>(inside());
        words.addAll(List.of(command.split(" ")));
        run(words);
    }

    static void run(String command) throws Exception {
        run(List.of(command.split(" ")));
    }

    private static void run(List<String> words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", words, output).isZero();
    }

    void close() throws Exception {
        echo.getOutputStream().close();
        echo.waitFor(20, TimeUnit.SECONDS);
        holder.destroy();
        holder.waitFor();
    }
}
