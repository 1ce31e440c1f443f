package com.softellect.vpn.shell.internal;

import com.softellect.vpn.credential.ProfileFormat;
import com.softellect.vpn.credential.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.apache.karaf.shell.support.CommandException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that an issued profile goes to: only its owner may read it, and it was not there before. */
final class ProfileFile {

    private static final Logger LOG = LoggerFactory.getLogger(ProfileFile.class);
    private static final String FOLDER = "profiles";

    private final Path path;

    private ProfileFile(Path path) {
        this.path = path;
    }

    /**
     * Makes an empty file, which shows that this one can be written.
     *
     * @param name absolute or relative to the base; null: the client's own in the folder {@code profiles}
     * @param base Karaf's folder
     */
    static ProfileFile reserve(String name, String client, Path base) throws CommandException {
        Path path = name == null ? own(client, base) : resolve(name, base);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw Failures.of(path + " exists, and a profile never replaces a file: delete it, or name another one with --profile. "
                    + "Nothing was changed");
        }
        try {
            SecretFile.write(path, new byte[0]);
        } catch (IOException e) {
            throw Failures.of(path + " can't be written: " + Failures.reason(e) + ". Nothing was changed");
        }
        return new ProfileFile(path);
    }

    private static Path own(String client, Path base) throws CommandException {
        Path folder = base.resolve(FOLDER);
        Path path = resolve(client + ProfileFormat.ENDING, folder);
        if (!folder.equals(path.getParent())) {
            throw Failures.of("'" + client + "' can't be a client's id");
        }
        return path;
    }

    /** @param name absolute or relative to the folder */
    static Path resolve(String name, Path folder) throws CommandException {
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw Failures.of("'" + name + "' can't be a file's name: " + e.getReason());
        }
    }

    void write(byte[] profile) throws IOException {
        SecretFile.write(path, profile);
    }

    /** Removes what was reserved. */
    void giveUp() {
        try {
            SecretFile.delete(path);
        } catch (IOException e) {
            LOG.warn("{} was left behind, empty, and can be deleted: {}", path, Failures.reason(e));
        }
    }

    Path path() {
        return path;
    }
}
