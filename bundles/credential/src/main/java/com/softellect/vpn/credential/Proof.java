package com.softellect.vpn.credential;

import com.softellect.vpn.api.client.Credentials;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Signature;

/**
 * How a client proves that it has its private key: an Ed25519 signature (RFC 8032) over
 * {@code "softellect-vpn authenticate 2" 00 | SHA-256 of the gateway's SubjectPublicKeyInfo, 32 bytes | client id, UTF-8 | 00 |
 * timestamp, 8 bytes big-endian | nonce}. The gateway's key in it is the one of the TLS connection, so that a proof which is shown to one
 * gateway is worth nothing at another.
 */
public final class Proof {

    /** The name of this algorithm in {@link Credentials#algorithm}. */
    public static final String ALGORITHM = "ed25519";

    private static final byte[] CONTEXT = "softellect-vpn authenticate 2\0".getBytes(StandardCharsets.US_ASCII);
    private static final int NONCE_BYTES = 32;

    /** The length of a signature (RFC 8032, section 5.1.6). Java takes longer ones for right, if the rest is zeros. */
    private static final int SIGNATURE_BYTES = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Proof() {
    }

    /**
     * Credentials with a fresh nonce.
     *
     * @param pin             the gateway's, as the TLS connection showed it
     * @param timestampMillis now, by the gateway's clock
     */
    public static Credentials create(String clientId, ClientKey key, String pin, long timestampMillis) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] proof = key.sign(message(pin, clientId, timestampMillis, nonce));
            return new Credentials(clientId, ALGORITHM, timestampMillis, nonce, proof);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java can't sign with Ed25519", e);
        }
    }

    /**
     * Whether the credentials were made with that key for the gateway of that pin. Says nothing about their age.
     *
     * @param publicKey see {@link PublicKeys}
     */
    public static boolean isRight(Credentials shown, String publicKey, String pin) {
        return isSignature(publicKey, message(pin, shown.clientId(), shown.timestampMillis(), shown.nonce()), shown.proof());
    }

    static boolean isSignature(String publicKey, byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(PublicKeys.parse(publicKey));
            verifier.update(message);
            return signature.length == SIGNATURE_BYTES && verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // of a wrong length, for example
        }
    }

    private static byte[] message(String pin, String clientId, long timestampMillis, byte[] nonce) {
        byte[] hash = Pin.hash(pin);
        byte[] id = clientId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(CONTEXT.length + hash.length + id.length + 1 + Long.BYTES + nonce.length)
                .put(CONTEXT).put(hash).put(id).put((byte) 0).putLong(timestampMillis).put(nonce).array();
    }
}
