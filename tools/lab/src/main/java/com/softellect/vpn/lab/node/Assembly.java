package com.softellect.vpn.lab.node;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Command;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
                removeUnused(folder, home);
                unpackTo(archive, home);
            }
            return new Assembly(home);
        } catch (IOException e) {
            throw new LabException("cannot unpack " + archive + " into " + folder + ": " + e
                    + ". Set VPN_HOME to a folder that may be written", e);
        }
    }

    /** The product's version: that of the bundles it brings along. */
    public String productVersion() throws LabException {
        return only(home.resolve("system/com/softellect/vpn/endpoint"), "(.+)");
    }

    /** Karaf's own version. */
    public String karafVersion() throws LabException {
        return only(home.resolve("lib/boot"), "org\\.apache\\.karaf\\.main-(.+)\\.jar");
    }

    /** What the one entry that matches has in its group. */
    private static String only(Path folder, String expression) throws LabException {
        Pattern pattern = Pattern.compile(expression);
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> pattern.matcher(path.getFileName().toString())).filter(Matcher::matches)
                    .map(matcher -> matcher.group(1)).findFirst()
                    .orElseThrow(() -> new LabException("there is no " + expression + " in " + folder));
        } catch (IOException e) {
            throw new LabException("cannot list " + folder + ": " + e, e);
        }
    }

    /** The product's bundles, in folders by name and version. */
    public Path bundles() {
        return home.resolve("system/com/softellect/vpn");
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

    /** Builds of before, except where a node still runs from one; not this one, which another process may have unpacked just now. */
    private static void removeUnused(Path folder, Path except) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> old = entries.filter(path -> path.getFileName().toString().startsWith(PREFIX) && !path.equals(except)).toList();
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
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            // another process, a gateway's beside a client's, has unpacked it meanwhile
        } finally {
            Folders.delete(unfinished);
        }
    }
}
