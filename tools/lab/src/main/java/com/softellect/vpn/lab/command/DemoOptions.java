package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a demo is to be run. */
final class DemoOptions {

    @Option(names = "--keep", description = "Leave gateway and client running in the background afterwards")
    private boolean keep;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures to this file, as JSON")
    private Path report;

    @Option(names = "--idle", paramLabel = "SECONDS", defaultValue = "10",
            description = "How long CPU and polls are counted while nothing is sent (default: ${DEFAULT-VALUE})")
    private int idleSeconds;

    boolean keep() {
        return keep;
    }

    Optional<Path> report() {
        return Optional.ofNullable(report);
    }

    Duration idle() {
        return Duration.ofSeconds(idleSeconds);
    }

    /** Finds out now what would fail only after a minute. */
    void check() throws LabException {
        if (idleSeconds < 1) {
            throw new LabException("--idle " + idleSeconds + " is not possible: give 1 second or more");
        }
        if (report != null) {
            checkReport(report.toAbsolutePath());
        }
    }

    private static void checkReport(Path file) throws LabException {
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new LabException("cannot make the folder of --report " + file + ": " + e, e);
        }
        if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : file.getParent())) {
            throw new LabException("--report " + file + " may not be written: name another file");
        }
    }

    /** The same options, for the process inside. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of("--idle", Integer.toString(idleSeconds)));
        if (keep) {
            words.add("--keep");
        }
        if (report != null) {
            words.addAll(List.of("--report", report.toAbsolutePath().toString()));
        }
        return words;
    }
}
