package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a demo is to be run. */
final class DemoOptions {

    @Option(names = "--keep", description = "Leave gateway and client running in the background afterwards")
    private boolean keep;

    @Mixin
    private ReportOption report;

    @Option(names = "--idle", paramLabel = "SECONDS", defaultValue = "10",
            description = "How long CPU and polls are counted while nothing is sent (default: ${DEFAULT-VALUE})")
    private int idleSeconds;

    boolean keep() {
        return keep;
    }

    Optional<Path> report() {
        return report.file();
    }

    Duration idle() {
        return Duration.ofSeconds(idleSeconds);
    }

    /** Finds out now what would fail only after a minute. */
    void check() throws LabException {
        if (idleSeconds < 1) {
            throw new LabException("--idle " + idleSeconds + " is not possible: give 1 second or more");
        }
        report.check();
    }

    /** The same options, for the process inside. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of("--idle", Integer.toString(idleSeconds)));
        if (keep) {
            words.add("--keep");
        }
        words.addAll(report.words());
        return words;
    }
}
