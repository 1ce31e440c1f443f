package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.bench.BenchPlan;
import com.softellect.vpn.lab.bench.Row;
import com.softellect.vpn.lab.net.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a bench is to be run. */
final class BenchOptions {

    @Mixin
    private ReportOption report;

    @Option(names = "--rows", paramLabel = "ROW", split = ",", description = "What is measured, of ${COMPLETION-CANDIDATES} (default: all)")
    private List<Row> rows = List.of(Row.values());

    @Option(names = "--wire", description = "Only TCP with the outer link in frames of its MTU: short for --rows wire")
    private boolean wire;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "5",
            description = "How long each throughput is measured, each time (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--repeats", paramLabel = "N", defaultValue = "3", description = "How often each is measured (default: ${DEFAULT-VALUE})")
    private int repeats;

    @Option(names = "--warm", paramLabel = "SECONDS", defaultValue = "20",
            description = "How long traffic flows before anything counts (default: ${DEFAULT-VALUE})")
    private int warmSeconds;

    Optional<Path> report() {
        return report.file();
    }

    BenchPlan plan() {
        return new BenchPlan(wanted(), seconds, repeats, Duration.ofSeconds(warmSeconds));
    }

    /** Finds out now what would fail only after a minute. */
    void check() throws LabException, InterruptedException {
        if (seconds < 1 || repeats < 1) {
            throw new LabException("--seconds " + seconds + " --repeats " + repeats + " is not possible: give 1 or more of each");
        }
        if (warmSeconds < 0) {
            throw new LabException("--warm " + warmSeconds + " is not possible: give 0 seconds or more");
        }
        report.check();
        require("iperf3", "--version", "iperf3");
        require("ping", "-V", "iputils-ping");
        if (wanted().contains(Row.WIRE)) {
            require("ethtool", "--version", "ethtool");
        }
    }

    private static void require(String command, String option, String debianPackage) throws LabException, InterruptedException {
        if (!Command.of(command, option).works()) {
            throw new LabException("there is no '" + command + "': install it with 'apt-get install " + debianPackage + "'");
        }
    }

    /** The same options, for the process inside. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of("--rows",
                wanted().stream().map(row -> row.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","))));
        words.addAll(List.of("--seconds", Integer.toString(seconds), "--repeats", Integer.toString(repeats)));
        words.addAll(List.of("--warm", Integer.toString(warmSeconds)));
        words.addAll(report.words());
        return words;
    }

    private Set<Row> wanted() {
        return wire ? EnumSet.of(Row.WIRE) : EnumSet.copyOf(rows);
    }
}
