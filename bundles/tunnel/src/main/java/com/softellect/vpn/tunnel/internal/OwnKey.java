package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/**
 * The file with this client's own key, which never leaves it: mode 0600, three lines of ASCII, each ended by a line feed:
 *
 * <pre>
 * softellect-vpn-client-key-1
 * the public key, 32 bytes in base64
 * the private key, 32 bytes (RFC 8032, section 5.1.5) in base64
 * </pre>
 *
 * <p>Not thread-safe: its owner lets one thread at a time use it.
 */
final class OwnKey {

    private static final byte[] HEAD = "softellect-vpn-client-key-1\n".getBytes(StandardCharsets.US_ASCII);

    /** Of 32 bytes in base64. */
    private static final int KEY_CHARS = 44;

    private static final int PUBLIC_AT = HEAD.length;
    private static final int PRIVATE_AT = PUBLIC_AT + KEY_CHARS + 1;
    private static final int LENGTH = PRIVATE_AT + KEY_CHARS + 1;

    private final Path file;

    OwnKey(Path file) {
        this.file = file;
    }

    /**
     * The key; the first time one is made.
     *
     * @throws IOException if it can't be kept or read, or the file is damaged; the message says what to do
     */
    ClientKey get() throws IOException {
        return Files.notExists(file) ? make() : read();
    }

    private ClientKey make() throws IOException {
        ClientKey key = ClientKey.generate();
        byte[] secret = key.secret();
        byte[] text = Base64.getEncoder().encode(secret);
        byte[] content = new byte[LENGTH];
        try {
            put(content, 0, HEAD);
            put(content, PUBLIC_AT, key.publicKey().getBytes(StandardCharsets.US_ASCII));
            put(content, PRIVATE_AT, text);
            content[PRIVATE_AT - 1] = '\n';
            content[LENGTH - 1] = '\n';
            SecretFile.write(file, content);
            return key;
        } catch (IOException e) {
            throw new IOException("this client's key can't be kept in " + file + " (" + e + "): let Karaf's user write there, or set clientKey in "
                    + TunnelSettings.FILE, e);
        } finally {
            wipe(secret, text, content);
        }
    }

    private static void put(byte[] into, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, into, at, bytes.length);
    }

    private ClientKey read() throws IOException {
        byte[] content = content();
        byte[] text = new byte[KEY_CHARS];
        byte[] secret = new byte[0];
        try {
            if (content.length != LENGTH || !Arrays.equals(content, 0, HEAD.length, HEAD, 0, HEAD.length)) {
                throw new IllegalArgumentException("it is no key of a client");
            }
            System.arraycopy(content, PRIVATE_AT, text, 0, KEY_CHARS);
            secret = Base64.getDecoder().decode(text);
            return ClientKey.of(secret, new String(content, PUBLIC_AT, KEY_CHARS, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is damaged: put it back from a backup; or delete it, and send what vpn:identity prints then to the"
                    + " gateway's operator, for vpn:client-rotate"); // without the cause: it might quote what is in the file
        } finally {
            wipe(content, text, secret);
        }
    }

    private byte[] content() throws IOException {
        try {
            return SecretFile.read(file, 2 * LENGTH);
        } catch (IOException e) {
            throw new IOException("this client's key can't be read from " + file + " (" + e + "): let Karaf's user read it, or set clientKey in "
                    + TunnelSettings.FILE, e);
        }
    }

    private static void wipe(byte[]... secrets) {
        for (byte[] secret : secrets) {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
