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
 * Where the demo's nodes live while it runs. There is one demo at a time: whoever holds the lock beside the folder.
 *
 * @param path there only while a demo runs
 */
record DemoFolder(Path path) {

    /** How the process that holds the demo is known among others. */
    String marker() {
        return "-Dvpn.demo=" + path;
    }

    NodeFolder node(Role role) {
        return new NodeFolder(role, path.resolve(role.word()));
    }

    /** The process that holds the running demo. */
    Optional<ProcessHandle> holder() throws LabException {
        try {
            return RunningNode.withOption(marker()).flatMap(ProcessHandle::of);
        } catch (IOException e) {
            throw new LabException("cannot list the processes: " + e.getMessage(), e);
        }
    }

    /** @throws LabException if a demo runs already */
    void requireFree() throws LabException {
        if (holder().isPresent()) {
            throw runsAlready();
        }
    }

    /**
     * Makes this process the one that holds the demo, until it ends, and empties the folder.
     *
     * @throws LabException if another one does
     */
    void acquire() throws LabException {
        try {
            Files.createDirectories(path.getParent());
            // Open until the process ends, however it ends: that is when the kernel gives the lock back.
            Path file = path.resolveSibling("demo.lock");
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

    /** Keeps the nodes' logs where they outlive the demo. @return the folder that they are in */
    Path saveLogs() throws IOException {
        Path logs = path.resolveSibling("log");
        Files.createDirectories(logs);
        for (Role role : Role.values()) {
            save(node(role).log(), logs.resolve("demo-" + role.word() + ".log"));
            save(node(role).console(), logs.resolve("demo-" + role.word() + "-console.log"));
        }
        return logs;
    }

    private static void save(Path log, Path to) throws IOException {
        Files.deleteIfExists(to);
        if (Files.exists(log) && Files.size(log) > 0) {
            Files.copy(log, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static LabException runsAlready() {
        return new LabException("a demo is running already: './vpn stop' ends it, './vpn shell client' reaches its client");
    }
}
