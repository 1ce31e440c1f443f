package com.softellect.vpn.interop.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How fast one TCP stream goes through two adapters that this JVM joins, with offload and without, measured by iperf3: what the
 * adapter alone allows. Not one of the tests, since its name is none of theirs; docs/offload.md says how to run it.
 */
class ForwardingBenchmark {

    private static final int MTU = 1500;
    private static final int SECONDS = Integer.getInteger("benchmark.seconds", 5);
    private static final Pattern RECEIVED = Pattern.compile("\"sum_received\":\\s*\\{[^}]*?\"bits_per_second\":\\s*([0-9.e+]+)");
    private static final Pattern CPU = Pattern.compile("\"(?:host|remote)_total\":\\s*([0-9.]+)");

    @BeforeAll
    static void onlyInAPrivateNamespaceWithIperf3() {
        PrivateNamespace.assume();
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/iperf3")), "iperf3 is not installed");
    }

    @Test
    void oneTcpStream() throws Exception {
        System.out.printf("%-34s %10s %16s %18s%n", "MTU " + MTU, "Gbit/s", "JVM CPU s/GB", "with iperf3 s/GB");
        measure("no offload", false, false);
        measure("offload on both", true, true);
        measure("offload where it comes in, we cut", true, false);
        measure("offload where it goes out", false, true);
    }

    private static void measure(String what, boolean from, boolean to) throws Exception {
        try (AdapterPair pair = new AdapterPair(MTU, from, MTU, to)) {
            Process server = pair.rightSide().call(() -> new ProcessBuilder("iperf3", "-s", "-1", "-p", "5202", "--forceflush")
                    .redirectErrorStream(true).start());
            try {
                awaitListening(server);
                long before = cpuNanos();
                String result = iperf3(pair);
                print(what, result, cpuNanos() - before);
            } finally {
                server.destroyForcibly().waitFor();
            }
        }
    }

    private static void awaitListening(Process server) throws IOException {
        String line;
        do {
            line = server.inputReader().readLine();
        } while (line != null && !line.contains("Server listening"));
    }

    /** Its first two seconds, in which the JVM compiles, do not count. */
    private static String iperf3(AdapterPair pair) throws Exception {
        Process client = pair.leftSide().call(() -> new ProcessBuilder("iperf3", "-c", "10.66.77.2", "-p", "5202", "-J", "-O", "2", "-t",
                String.valueOf(SECONDS)).redirectErrorStream(true).start());
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (client.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
        return output;
    }

    /** The CPU time includes the two seconds that iperf3 leaves out, so it is set against all bytes of the whole time. */
    private static void print(String what, String result, long jvmNanos) {
        double bitsPerSecond = number(RECEIVED.matcher(result));
        double gigabytes = bitsPerSecond / 8e9 * (SECONDS + 2);
        Matcher cpu = CPU.matcher(result);
        double iperfSeconds = (number(cpu) + number(cpu)) / 100 * (SECONDS + 2);
        System.out.printf("%-34s %10.2f %16.2f %18.2f%n", what, bitsPerSecond / 1e9, jvmNanos / 1e9 / gigabytes,
                (jvmNanos / 1e9 + iperfSeconds) / gigabytes);
    }

    private static double number(Matcher matcher) {
        if (!matcher.find()) {
            throw new IllegalStateException("iperf3 says nothing of it: " + matcher);
        }
        return Double.parseDouble(matcher.group(1));
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
