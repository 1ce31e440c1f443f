package com.softellect.vpn.lab.node;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The unpacked Karaf of this product. It is unpacked once per build and never written to afterwards: each node has folders of
 * its own.
 *
 * @param home KARAF_HOME
 */
public record Assembly(Path home) {

    private static final String PREFIX = "karaf-";

    /**
     * Unpacks the archive below the folder, unless that was done before.
     *
     * @throws LabException if the archive is missing or damaged, or the folder can't be written
     */
    public static Assembly unpack(Path archive, Path folder) throws LabException, InterruptedException {
        try {
            if (!Files.isRegularFile(archive)) {
                throw new LabException("there is no " + archive + ": build it with './vpn build'");
            }
            Path home = folder.resolve(PREFIX + stamp(archive));
            if (!Files.isDirectory(home)) {
                Files.createDirectories(folder);
                removeUnused(folder);
                unpackTo(archive, home);
            }
            return new Assembly(home);
        } catch (IOException e) {
            throw new LabException("cannot unpack " + archive + " into " + folder + ": " + e
                    + ". Set VPN_HOME to a folder that may be written", e);
        }
    }

    Path etc() {
        return home.resolve("etc");
    }

    /** A node's process, ready to be executed: it replaces the script by the JVM and stays in the foreground. */
    String script() {
        return home.resolve("bin/karaf").toString();
    }

    /** Karaf's own terminal client, for the shell of this node; to be run with KARAF_BASE set. */
    public List<String> client(NodeFolder node) {
        return List.of(home.resolve("bin/client").toString(), "-h", "127.0.0.1", "-a", Integer.toString(node.role().sshPort()),
                "-u", ShellKey.USER, "-k", node.key().toString());
    }

    private static String stamp(Path archive) throws IOException {
        return Long.toString(Files.getLastModifiedTime(archive).toMillis(), Character.MAX_RADIX);
    }

    /** Builds of before, except where a node still runs from one. */
    private static void removeUnused(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> old = entries.filter(path -> path.getFileName().toString().startsWith(PREFIX)).toList();
            for (Path home : old) {
                if (RunningNode.withOption("-Dkaraf.home=" + home).isEmpty()) {
                    Folders.delete(home);
                }
            }
        }
    }

    private static void unpackTo(Path archive, Path home) throws IOException, LabException, InterruptedException {
        Path unfinished = Files.createTempDirectory(home.getParent(), "unpacking-");
        try {
            Command.of("tar", "-xzf", archive.toString(), "-C", unfinished.toString(), "--strip-components=1", "--no-same-owner")
                    .require();
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Folders.delete(unfinished);
        }
    }
}
