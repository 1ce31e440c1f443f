package com.softellect.vpn.api.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof of a client that shares a secret with the gateway: HMAC-SHA-256 (RFC 2104) under the secret's UTF-8 bytes over
 * {@code "softellect-vpn authenticate 1" 00 | client id, UTF-8 | 00 | timestamp, 8 bytes big-endian | nonce}.
 */
public final class SharedSecretProof {

    /** The name of this algorithm in {@link Credentials#algorithm}. */
    public static final String ALGORITHM = "hmac-sha256";

    /** The shortest secret that is accepted, in characters. */
    public static final int MIN_SECRET_CHARS = 16;

    private static final byte[] CONTEXT = "softellect-vpn authenticate 1\0".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SharedSecretProof() {
    }

    /** Credentials with a fresh nonce, as a client shows them at {@code timestampMillis}. */
    public static Credentials create(String clientId, String secret, long timestampMillis) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] proof = compute(secret, clientId, timestampMillis, nonce);
        return new Credentials(clientId, ALGORITHM, timestampMillis, nonce, proof);
    }

    /** The 32 bytes that the proof must be. */
    public static byte[] compute(String secret, String clientId, long timestampMillis, byte[] nonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(CONTEXT);
            mac.update(clientId.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(timestampMillis).array());
            return mac.doFinal(nonce);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
