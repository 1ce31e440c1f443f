package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.credential.ProfileFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that was dropped into the {@link ConnectFolder}. Somebody may still be writing it, and nothing tells when he is done. But a profile is one
 * JSON object: as long as the brace that it begins with is not closed it is unfinished, however it looks; once it is closed the whole of it is there.
 *
 * <p>Threads: used by the folder's thread only.
 */
final class DroppedProfile {

    /** What a file that is no profile is renamed to, after its name. */
    static final String REJECTED = ".rejected";

    private final Path file;

    DroppedProfile(Path file) {
        this.file = file;
    }

    /**
     * What is in the file now, to be wiped by the caller; one byte more than a profile can have means too much.
     *
     * @throws IOException              if it can't be read, or not yet
     * @throws IllegalArgumentException if it is no plain file
     */
    byte[] read() throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException("it is no plain file");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(ProfileFormat.MAX_BYTES + 1);
        }
    }

    /** Whether there is more to come. Copying programs that reserve a file's place fill it with zeros first: what follows one is not written yet. */
    static boolean isUnfinished(byte[] content) {
        int depth = 0;
        boolean inText = false;
        for (int at = 0; at < content.length && content[at] != 0; at++) {
            byte sign = content[at];
            if (inText && sign == '\\') {
                at++; // whatever it escapes
            } else if (sign == '"') {
                inText = !inText;
            } else if (!inText && sign == '{') {
                depth++;
            } else if (!inText && sign == '}') {
                depth--;
            }
            if (depth <= 0 && !isSpace(sign)) {
                return false; // closed, or something else than an object
            }
        }
        return content.length <= ProfileFormat.MAX_BYTES;
    }

    private static boolean isSpace(byte sign) {
        return sign == ' ' || sign == '\t' || sign == '\r' || sign == '\n';
    }

    /**
     * Takes the file away: its content is kept elsewhere, and no second copy of a key is to stay.
     *
     * @throws IOException if it is still there; it is empty at least, unless not even that was possible
     */
    void remove() throws IOException {
        try {
            Files.delete(file);
        } catch (IOException e) {
            Files.write(file, new byte[0]);
            throw e;
        }
    }

    /** Puts the file out of the way, readable by Karaf's user only: it may hold a key nevertheless. */
    void reject() throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + REJECTED);
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        PosixFileAttributeView mode = Files.getFileAttributeView(aside, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (mode != null && Files.isRegularFile(aside, LinkOption.NOFOLLOW_LINKS)) {
            mode.setPermissions(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
