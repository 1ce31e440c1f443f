package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.node.Folders;
import com.softellect.vpn.lab.node.NodeFolder;
import com.softellect.vpn.lab.node.Role;
import com.softellect.vpn.lab.node.RunningNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Where the nodes of a demo or bench live while it runs. There is one of each at a time: whoever holds the lock beside the folder.
 *
 * @param path   there only while it runs; its last name is what runs there
 * @param advice what to do about one that runs already
 */
record RunFolder(Path path, String advice) {

    String name() {
        return path.getFileName().toString();
    }

    /** How the process that holds the folder is known among others. */
    String marker() {
        return "-Dvpn.run=" + path;
    }

    NodeFolder node(Role role) {
        return new NodeFolder(role, path.resolve(role.word()));
    }

    /** The process that holds the folder. */
    Optional<ProcessHandle> holder() throws LabException {
        try {
            return RunningNode.withOption(marker()).flatMap(ProcessHandle::of);
        } catch (IOException e) {
            throw new LabException("cannot list the processes: " + e.getMessage(), e);
        }
    }

    /** @throws LabException if a run holds it already */
    void requireFree() throws LabException {
        if (holder().isPresent()) {
            throw runsAlready();
        }
    }

    /**
     * Makes this process the one that holds the folder, until it ends, and empties the folder.
     *
     * @throws LabException if another one does
     */
    void acquire() throws LabException {
        try {
            Files.createDirectories(path.getParent());
            // Open until the process ends, however it ends: that is when the kernel gives the lock back.
            Path file = path.resolveSibling(name() + ".lock");
            FileLock lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).tryLock();
            if (lock == null) {
                throw runsAlready();
            }
            Folders.delete(path);
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new LabException("cannot use " + path + ": " + e + ". Set VPN_HOME to a folder that may be written", e);
        }
    }

    boolean exists() {
        return Files.exists(path);
    }

    void delete() throws IOException {
        Folders.delete(path);
    }

    /** Keeps the nodes' logs where they outlive the run. @return the folder that they are in */
    Path saveLogs() throws IOException {
        Path logs = path.resolveSibling("log");
        Files.createDirectories(logs);
        for (Role role : Role.values()) {
            save(node(role).log(), logs.resolve(name() + "-" + role.word() + ".log"));
            save(node(role).console(), logs.resolve(name() + "-" + role.word() + "-console.log"));
        }
        return logs;
    }

    private static void save(Path log, Path to) throws IOException {
        Files.deleteIfExists(to);
        if (Files.exists(log) && Files.size(log) > 0) {
            Files.copy(log, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private LabException runsAlready() {
        return new LabException("a " + name() + " is running already: " + advice);
    }
}
