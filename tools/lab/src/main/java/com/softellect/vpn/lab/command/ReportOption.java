package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the figures are written. */
final class ReportOption {

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures to this file, as JSON")
    private Path report;

    Optional<Path> file() {
        return Optional.ofNullable(report);
    }

    /** Finds out now what would fail only after a minute. */
    void check() throws LabException {
        if (report != null) {
            check(report.toAbsolutePath());
        }
    }

    private static void check(Path file) throws LabException {
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new LabException("cannot make the folder of --report " + file + ": " + e, e);
        }
        if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : file.getParent())) {
            throw new LabException("--report " + file + " may not be written: name another file");
        }
    }

    /** The same option, for the process inside. */
    List<String> words() {
        return report == null ? List.of() : List.of("--report", report.toAbsolutePath().toString());
    }
}
