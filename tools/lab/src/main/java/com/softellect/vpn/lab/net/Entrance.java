package com.softellect.vpn.lab.net;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The way into the network namespace of a running process, from outside. */
public record Entrance(long pid) {

    private static final Path SELF = Path.of("/proc/self");

    /** The command that runs the given one there; the same command if there is here. */
    public List<String> inside(List<String> command) throws LabException {
        requireOwner();
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

    /** Root too could not read the files of a node whose user namespace knows no root. */
    private void requireOwner() throws LabException {
        try {
            Object owner = Files.getAttribute(process(), "unix:uid");
            if (!owner.equals(Files.getAttribute(SELF, "unix:uid"))) {
                throw new LabException("process " + pid + " is not this user's: do it as the user who started it, number "
                        + owner);
            }
        } catch (IOException e) {
            throw new LabException("process " + pid + " has ended", e);
        }
    }

    private boolean here(String kind) throws LabException {
        try {
            return namespace(SELF, kind).equals(namespace(process(), kind));
        } catch (IOException e) {
            throw new LabException("cannot look into process " + pid + ": " + e, e);
        }
    }

    private Path process() {
        return Path.of("/proc", Long.toString(pid));
    }

    private static Path namespace(Path process, String kind) throws IOException {
        return Files.readSymbolicLink(process.resolve("ns").resolve(kind));
    }
}
