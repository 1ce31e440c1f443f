package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.micro.MicroResults;
import com.softellect.vpn.lab.net.Isolation;
import com.softellect.vpn.lab.net.TunDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./vpn bench micro}: the benchmarks of {@code tools/micro}, and the comparison of two of their reports. */
@Command(name = "micro", mixinStandardHelpOptions = true,
        description = "Measures single parts of the data path, with what they allocate, or compares two such reports")
final class MicroCommand implements Callable<Integer> {

    private static final String NEEDS_ADAPTER = "LinuxAdapter";

    /** Benchmarks are run in processes of their own, which JMH talks to over the loopback interface: a new network namespace has it, but down. */
    private static final List<String> WITH_LOOPBACK = List.of("sh", "-c", "ip link set lo up && exec \"$@\"", "sh");

    @Option(names = "--benchmarks", hidden = true, required = true, defaultValue = "${env:VPN_MICRO}")
    private Path benchmarks;

    @Mixin
    private ReportOption report;

    @Option(names = "--compare", arity = "2", paramLabel = "FILE",
            description = "Measure nothing; compare two reports, the older one first. The exit code is 1 if anything has become worse")
    private List<Path> compared = List.of();

    @Option(names = "--only", paramLabel = "REGEX", defaultValue = ".*", description = "Which benchmarks, by CLASS.METHOD (default: all)")
    private String only;

    @Option(names = "--repeats", paramLabel = "N", defaultValue = "5", description = "How often each is measured, for a second (default: ${DEFAULT-VALUE})")
    private int repeats;

    @Override
    public Integer call() throws LabException, InterruptedException, IOException {
        return compared.isEmpty() ? measure() : compare();
    }

    private int compare() throws LabException {
        int worse = MicroResults.read(compared.get(1)).compareWithOlder(MicroResults.read(compared.get(0)), System.out);
        System.out.println();
        System.out.println(worse == 0 ? "Nothing has become worse." : worse + " have become worse.");
        return worse == 0 ? 0 : Lab.FAILED;
    }

    private int measure() throws LabException, InterruptedException, IOException {
        report.check();
        Path file = report.file().map(Path::toAbsolutePath).orElse(null);
        Path json = file == null ? Files.createTempFile("vpn-micro", ".json") : file;
        try {
            int exitCode = run(words(json));
            if (exitCode == 0) {
                System.out.println();
                MicroResults.read(json).print(System.out);
            }
            return exitCode;
        } finally {
            if (file == null) {
                Files.delete(json);
            }
        }
    }

    /** Where there can be no namespace there can be no adapter: then all but that is measured. */
    private List<String> words(Path json) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                benchmarks.resolve("*") + ":" + benchmarks.resolve("lib/*"), "org.openjdk.jmh.Main", only, "-prof", "gc", "-f", "1", "-wi", "3", "-w", "1",
                "-i", Integer.toString(repeats), "-r", "1", "-foe", "true", "-rf", "json", "-rff", json.toString()));
        try {
            TunDevice.SYSTEM.check();
            List<String> inside = new ArrayList<>(WITH_LOOPBACK);
            inside.addAll(words);
            return Isolation.find().wrap(inside);
        } catch (LabException e) {
            System.err.println("vpn: going on without the benchmarks of the Linux adapter: " + e.getMessage());
            words.addAll(List.of("-e", NEEDS_ADAPTER));
            return words;
        }
    }

    private static int run(List<String> words) throws InterruptedException, IOException {
        Process process = new ProcessBuilder(words).inheritIO().start();
        Thread end = new Thread(process::destroyForcibly, "lab-end");
        Runtime.getRuntime().addShutdownHook(end);
        return process.waitFor();
    }
}
