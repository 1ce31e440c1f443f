package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a bench of a flood is to be run. */
final class FloodOptions {

    @Mixin
    private ReportOption report;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "10000",
            description = "How many wrong authentications a second are offered (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10",
            description = "How long each throughput is measured, in each direction (default: ${DEFAULT-VALUE})")
    private int seconds;

    Optional<Path> report() {
        return report.file();
    }

    int rate() {
        return rate;
    }

    int seconds() {
        return seconds;
    }

    /** Finds out now what would fail only after a minute. */
    void check() throws LabException {
        if (rate < 1) {
            throw new LabException("--rate " + rate + " is not possible: give 1 attempt a second or more");
        }
        if (seconds < 1) {
            throw new LabException("--seconds " + seconds + " is not possible: give 1 second or more");
        }
        report.check();
    }

    /** The same options, for the process inside. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of("--rate", Integer.toString(rate), "--seconds", Integer.toString(seconds)));
        words.addAll(report.words());
        return words;
    }
}
