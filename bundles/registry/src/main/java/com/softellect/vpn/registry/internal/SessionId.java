package com.softellect.vpn.registry.internal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What the registry knows of a session's id: its SHA-256 hash, which lets nobody in. The id itself, 32 random bytes, is its client's alone once it
 * was given out. The first 8 bytes of the hash find the session, all 32 are compared in constant time. Immutable.
 */
final class SessionId {

    private static final int BYTES = 32;

    /** The length of the text: 32 bytes in base64 without padding. */
    private static final int CHARS = 43;

    private final byte[] hash;

    private SessionId(byte[] hash) {
        this.hash = hash;
    }

    /** A new id as its client gets it. */
    static String create(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @return null if the text can't be a session id */
    static SessionId parse(String text) {
        if (text == null || text.length() != CHARS) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return bytes.length == BYTES ? new SessionId(hash(bytes)) : null;
        } catch (IllegalArgumentException e) {
            return null; // not base64: nobody's id
        }
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @throws IllegalArgumentException if it is none of an id's */
    static SessionId ofHash(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("a hash of " + hash.length + " bytes");
        }
        return new SessionId(hash.clone());
    }

    byte[] hash() {
        return hash.clone();
    }

    /** What sessions are found by. */
    long key() {
        return ByteBuffer.wrap(hash).getLong();
    }

    boolean matches(SessionId other) {
        return MessageDigest.isEqual(hash, other.hash);
    }

    /** Says nothing. */
    @Override
    public String toString() {
        return "SessionId";
    }
}
