package com.softellect.vpn.lab.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;

/** The key pair that opens one node's shell. Immutable. */
final class ShellKey {

    /** The user that the key is of. */
    static final String USER = "admin";

    /** Not an elliptic curve: Karaf takes one of 300 such keys for another one than it is. */
    private static final int RSA_BITS = 3072;

    private static final String ROLES = ",ssh,admin,manager,viewer,systembundles";

    private final KeyPair pair;

    private ShellKey(KeyPair pair) {
        this.pair = pair;
    }

    /** Makes a pair and writes its private half, which only this user may read. */
    static ShellKey create(Path file) throws IOException {
        try {
            KeyPair pair = KeyUtils.generateKeyPair(KeyPairProvider.SSH_RSA, RSA_BITS);
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
                OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "lab", null, out);
            }
            return new ShellKey(pair);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make a key: " + e.getMessage(), e);
        }
    }

    static KeyPair read(Path file) throws IOException {
        try {
            return SecurityUtils.getKeyPairResourceParser().loadKeyPairs(null, file, null).iterator().next();
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use " + file + ": " + e.getMessage(), e);
        }
    }

    /** Lets the key in, as an administrator. */
    void allow(Path keysProperties) throws IOException {
        String line = PublicKeyEntry.toString(pair.getPublic()); // "ALGORITHM BODY", of which Karaf wants the body
        Settings.in(keysProperties).set(USER, line.split(" ")[1] + ROLES).save();
    }
}
