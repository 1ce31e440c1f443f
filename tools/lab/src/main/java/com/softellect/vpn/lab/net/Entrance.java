package com.softellect.vpn.lab.net;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The way into the network namespace of a running process, from outside. */
public record Entrance(long pid) {

    private static final Path PROC = Path.of("/proc");

    /** The command that runs the given one there; the same command if there is here. */
    public List<String> inside(List<String> command) throws LabException {
        List<String> words = new ArrayList<>();
        if (!here("net")) {
            words.addAll(List.of("nsenter", "--target", Long.toString(pid), "--net"));
            if (!here("user")) {
                words.addAll(List.of("--user", "--preserve-credentials"));
            }
        }
        words.addAll(command);
        return words;
    }

    private boolean here(String kind) throws LabException {
        try {
            return namespace(PROC.resolve("self"), kind).equals(namespace(PROC.resolve(Long.toString(pid)), kind));
        } catch (IOException e) {
            throw new LabException("process " + pid + " is not this user's: do it as the user who started it", e);
        }
    }

    private static Path namespace(Path process, String kind) throws IOException {
        return Files.readSymbolicLink(process.resolve("ns").resolve(kind));
    }
}
