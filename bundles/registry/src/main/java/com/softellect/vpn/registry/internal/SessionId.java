package com.softellect.vpn.registry.internal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * A session's id: 32 random bytes. The first 8 find the session, all 32 are compared in constant time, so that the time of a
 * look-up tells at most how many of the first 8 are right. Immutable.
 */
final class SessionId {

    private static final int BYTES = 32;

    /** The length of the text: 32 bytes in base64 without padding. */
    private static final int CHARS = 43;

    private final byte[] bytes;

    private SessionId(byte[] bytes) {
        this.bytes = bytes;
    }

    static SessionId create(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new SessionId(bytes);
    }

    /** @return null if the text can't be a session id */
    static SessionId parse(String text) {
        if (text == null || text.length() != CHARS) {
            return null;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            return bytes.length == BYTES ? new SessionId(bytes) : null;
        } catch (IllegalArgumentException e) {
            return null; // not base64: nobody's id
        }
    }

    /** What sessions are found by. */
    long key() {
        return ByteBuffer.wrap(bytes).getLong();
    }

    boolean matches(SessionId other) {
        return MessageDigest.isEqual(bytes, other.bytes);
    }

    /** The id as the client gets it. */
    String secretText() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Says nothing: the id is a secret. */
    @Override
    public String toString() {
        return "SessionId";
    }
}
