package com.softellect.vpn.credential;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** Ed25519 public keys as people copy them: the key's 32 bytes (RFC 8032, section 5.1.2) in base64, 44 characters. */
public final class PublicKeys {

    private static final int BYTES = 32;

    /** What stands before the 32 bytes in a SubjectPublicKeyInfo (RFC 8410, section 4). */
    private static final byte[] X509_HEAD = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private PublicKeys() {
    }

    public static String text(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, X509_HEAD.length, encoded.length));
    }

    /** @throws IllegalArgumentException if the text is no such key; the message says what one looks like */
    public static PublicKey parse(String text) {
        byte[] raw = bytes(text);
        byte[] encoded = Arrays.copyOf(X509_HEAD, X509_HEAD.length + BYTES);
        System.arraycopy(raw, 0, encoded, X509_HEAD.length, BYTES);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw wrong(text);
        }
    }

    private static byte[] bytes(String text) {
        try {
            byte[] raw = Base64.getDecoder().decode(text == null ? "" : text.trim());
            if (raw.length == BYTES) {
                return raw;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("'" + text + "' is no public key: it is 44 characters of base64, as vpn:identity prints it");
    }
}
