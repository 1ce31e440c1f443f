package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.tunnel.Tunnel;
import com.softellect.vpn.credential.ProfileFormat;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that profiles are dropped into:
 *
 * <ol>
 *   <li>at the start and at every change in the folder all its {@code *.vpnprofile} files are looked at, the newest last;
 *   <li>one that is not complete yet stays: whoever writes the rest of it causes the next change (see {@link DroppedProfile});
 *   <li>a profile is handed to the tunnel, which keeps it, and deleted here; then the tunnel connects;
 *   <li>what this client can't use is renamed to {@code NAME.rejected}, and the reason is told;
 *   <li>what can't be read or kept now stays until the next change, and the reason is told.
 * </ol>
 *
 * <p>Thread: {@code vpn-tunnel-profiles} waits for changes, without a timeout, and does all of that. {@link #close} may be called by any other.
 */
final class ConnectFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectFolder.class);
    private static final String THREAD = "vpn-tunnel-profiles";

    /** How long the end waits for a file that is being looked at, in milliseconds. */
    private static final long END_MILLIS = 2000;

    private final Path folder;
    private final Tunnel tunnel;
    private final Consumer<String> problems;
    private final WatchService changes;
    private final Thread thread = new Thread(this::run, THREAD);

    /**
     * Begins to watch.
     *
     * @param folder   is made if it is not there
     * @param problems hears in words what went wrong
     * @throws IOException if this system can't watch folders
     */
    ConnectFolder(Path folder, Tunnel tunnel, Consumer<String> problems) throws IOException {
        this.folder = folder;
        this.tunnel = tunnel;
        this.problems = problems;
        this.changes = folder.getFileSystem().newWatchService();
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        LOG.info("{}: started", THREAD);
        try {
            while (true) {
                watch(); // until somebody removes the folder: then it is made again
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            LOG.debug("asked to end", e);
        } catch (IOException | RuntimeException e) {
            tell(folder + " can't be watched (" + e + "): let Karaf's user make and read it, or set connectFolder in " + TunnelSettings.FILE);
        }
        LOG.info("{}: ended", THREAD);
    }

    private void watch() throws IOException, InterruptedException {
        makeFolder();
        WatchKey key = folder.register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
        do {
            key.pollEvents(); // which file it was does not matter, and is not always told
            takeAll();
        } while (key.reset() && changes.take() != null);
    }

    private void makeFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = folder.getParent();
            boolean posix = Files.isDirectory(parent) && Files.getFileStore(parent).supportsFileAttributeView(PosixFileAttributeView.class);
            Files.createDirectories(folder, posix ? new FileAttribute<?>[] {onlyOwner()} : new FileAttribute<?>[0]);
        }
        PosixFileAttributeView mode = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        Set<PosixFilePermission> allowed = mode == null ? Set.of() : mode.readAttributes().permissions();
        if (allowed.contains(PosixFilePermission.GROUP_WRITE) || allowed.contains(PosixFilePermission.OTHERS_WRITE)) {
            LOG.warn("{}: not only Karaf's user may write there, and who does decides where this client connects to: chmod 700", folder);
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> onlyOwner() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    private void takeAll() throws IOException {
        List<Path> dropped;
        try (Stream<Path> files = Files.list(folder)) {
            dropped = files.filter(file -> file.getFileName().toString().endsWith(ProfileFormat.ENDING)).toList();
        } catch (NoSuchFileException e) {
            return; // the folder itself: the watch ends
        }
        dropped.stream().sorted(Comparator.comparingLong(ConnectFolder::written)).map(DroppedProfile::new).forEach(this::take);
    }

    private static long written(Path file) {
        return file.toFile().lastModified();
    }

    private void take(DroppedProfile dropped) {
        try {
            if (use(dropped)) {
                connect(dropped);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("gone before it could be read", e);
        } catch (IllegalArgumentException e) {
            reject(dropped, e.getMessage());
        } catch (IOException e) {
            tell(dropped + " can't be used now (" + e.getMessage() + "); it stays there until the folder changes or Karaf starts");
        }
    }

    /** @return false if it is not complete yet */
    private boolean use(DroppedProfile dropped) throws IOException {
        byte[] content = dropped.read();
        try {
            if (DroppedProfile.isUnfinished(content)) {
                LOG.info("{} is not complete yet", dropped);
                problems.accept(dropped + " is not complete yet; if nobody is writing it, copy it there again");
                return false;
            }
            tunnel.useProfile(content);
            return true;
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private void connect(DroppedProfile used) {
        try {
            used.remove();
            LOG.info("{} is the profile in use from now on", used);
            tunnel.connect();
        } catch (IOException e) {
            tunnel.connect().thenRun(() -> tell(used + " is in use and kept elsewhere, but it can't be deleted here (" + e
                    + "): delete it, it holds this client's key"));
        }
    }

    private void reject(DroppedProfile dropped, String why) {
        try {
            dropped.reject();
            tell(dropped + " was renamed to " + dropped + DroppedProfile.REJECTED + ": " + why);
        } catch (IOException e) {
            tell(dropped + ": " + why + "; it can't be renamed (" + e + ")");
        }
    }

    private void tell(String problem) {
        LOG.warn(problem);
        problems.accept(problem);
    }

    /** Stops watching. */
    @Override
    public void close() {
        try {
            changes.close();
            thread.join(END_MILLIS);
        } catch (IOException e) {
            LOG.warn("the folder's watch could not be closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
