package com.softellect.vpn.https.internal;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves new content of the certificate's files as soon as it is there and whole. Files that don't belong together (the certificate is
 * written, the key not yet) change nothing: they are looked at again when the next change is seen.
 *
 * <p>Watches the folders that the files' names lead through: a file may be a link, to a link, and each of them may be replaced.
 *
 * <p>Thread: {@code vpn-https-watch}, from {@link #start} to {@link #close}. Nothing is shared with it but the watch service.
 */
final class CertificateWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final WatchEvent.Kind<?>[] CHANGES = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE};

    /** As many as Linux follows. */
    private static final int MAX_LINKS = 40;

    private final IdentityFiles files;
    private final OwnIdentity identity;
    private final WatchService folders;

    /** What was wrong at the last look, null if nothing was. The watching thread's. */
    private String problem;

    CertificateWatch(IdentityFiles files, OwnIdentity identity) throws IOException {
        this.files = files;
        this.identity = identity;
        this.folders = FileSystems.getDefault().newWatchService();
    }

    void start() {
        watchFolders();
        Thread thread = new Thread(this::run, "vpn-https-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        LOG.info("watching {} and {}", files.certificate(), files.key());
        try {
            look(); // the files may have changed since they were loaded
            while (true) {
                WatchKey changed = folders.take();
                changed.pollEvents();
                changed.reset(); // before the look: a change during it is the next event
                watchFolders();
                look();
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            LOG.info("no longer watching {} and {}", files.certificate(), files.key());
        }
    }

    private void look() {
        try {
            GatewayCertificate found = files.load();
            GatewayCertificate served = identity.current();
            if (!found.chain().equals(served.chain())) {
                identity.replace(found);
                tell(served.pin(), found);
            }
            problem = null;
        } catch (UnusableCertificateException e) {
            keep(e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("the certificate was not changed", e);
        }
    }

    private void keep(String why) {
        if (!why.equals(problem)) {
            problem = why;
            LOG.warn("the certificate that was there before is served on: {}", why);
        }
    }

    private void tell(String pinBefore, GatewayCertificate now) {
        LOG.info("new connections get the certificate {}", now);
        if (!now.pin().equals(pinBefore) && !identity.backupPins().contains(now.pin())) {
            LOG.warn("the gateway has another key, {}: the profiles that clients have pin {} and no longer work. Put the old key back and have the"
                    + " certificate renewed for it, or issue new profiles. Next time name the new key's pin in backupPins of etc/{}.cfg before"
                    + " profiles are issued", now.pin(), pinBefore, HttpsSettings.PID);
        }
    }

    private void watchFolders() {
        Set<Path> all = new LinkedHashSet<>();
        addFolders(files.certificate(), all);
        addFolders(files.key(), all);
        for (Path folder : all) {
            try {
                folder.register(folders, CHANGES); // once more is no more
            } catch (IOException e) {
                LOG.debug("{} can't be watched now: {}", folder, e.toString());
            }
        }
    }

    private static void addFolders(Path file, Set<Path> all) {
        Path step = file;
        for (int i = 0; i < MAX_LINKS; i++) {
            all.add(step.getParent());
            if (!Files.isSymbolicLink(step)) {
                return;
            }
            try {
                step = step.resolveSibling(Files.readSymbolicLink(step));
            } catch (IOException e) {
                return; // replaced at this moment: the folder is watched, so there is a next look
            }
        }
    }

    /** Does not wait for a look that is being taken. */
    @Override
    public void close() {
        try {
            folders.close();
        } catch (IOException e) {
            LOG.debug("closing the watch service: {}", e.toString());
        }
    }
}
