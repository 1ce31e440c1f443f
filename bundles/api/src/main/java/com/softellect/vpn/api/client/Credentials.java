package com.softellect.vpn.api.client;

import java.util.Objects;

/**
 * What a client shows to be let in: a proof over a moment and a nonce, so that it can't be used twice.
 *
 * @param clientId        the client that it claims to be
 * @param algorithm       how the proof was made, {@code ed25519}
 * @param timestampMillis when it was made, in milliseconds since 1970-01-01T00:00Z
 * @param nonce           16 to 64 random bytes, never used before with this credential
 * @param proof           what the algorithm makes of all of these
 */
public record Credentials(String clientId, String algorithm, long timestampMillis, byte[] nonce, byte[] proof) {

    public static final int MIN_NONCE_BYTES = 16;
    public static final int MAX_NONCE_BYTES = 64;

    public Credentials {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(algorithm, "algorithm");
        Objects.requireNonNull(nonce, "nonce");
        Objects.requireNonNull(proof, "proof");
    }

    /** Without nonce and proof: they do not belong into a log. */
    @Override
    public String toString() {
        return "Credentials[" + clientId + ", " + algorithm + "]";
    }
}
