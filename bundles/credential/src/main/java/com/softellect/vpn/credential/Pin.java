package com.softellect.vpn.credential;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;

/** A gateway's key as clients pin it: {@code sha256/} and the base64 of SHA-256 over its SubjectPublicKeyInfo (RFC 7469, section 2.4). */
public final class Pin {

    private static final String PREFIX = "sha256/";
    private static final int BYTES = 32;

    private Pin() {
    }

    public static String of(PublicKey key) {
        try {
            return PREFIX + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** @throws IllegalArgumentException if the text is no pin; the message says what one looks like */
    public static byte[] hash(String pin) {
        if (pin != null && pin.startsWith(PREFIX)) {
            try {
                byte[] hash = Base64.getDecoder().decode(pin.substring(PREFIX.length()));
                if (hash.length == BYTES) {
                    return hash;
                }
            } catch (IllegalArgumentException e) {
                throw wrong(pin);
            }
        }
        throw wrong(pin);
    }

    private static IllegalArgumentException wrong(String pin) {
        return new IllegalArgumentException("'" + pin + "' is no pin: it is '" + PREFIX + "' and 44 characters of base64");
    }
}
