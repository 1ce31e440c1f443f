package com.softellect.vpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.credential.Proof;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** Any credentials, many of them made of parts of right ones: right is only what the client made, and no other answer than no comes of the rest. */
class ProofFuzzTest {

    /** The key of RFC 8032, section 7.1, test 1. */
    private static final String PUBLIC_KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    private static final byte[] SECRET = Base64.getDecoder().decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=");

    private static final String PIN = "sha256/" + "A".repeat(43) + "=";
    private static final String OTHER_PIN = "sha256/" + "B".repeat(42) + "A=";
    private static final Credentials RIGHT = right();

    /** As the contract's schema says; the pin's bytes are all 0. */
    private static Credentials right() {
        byte[] nonce = new byte[32];
        byte[] context = "softellect-vpn authenticate 2\0".getBytes(StandardCharsets.US_ASCII);
        byte[] id = "alice\0".getBytes(StandardCharsets.US_ASCII);
        byte[] signed = ByteBuffer.allocate(context.length + 32 + id.length + 8 + nonce.length)
                .put(context).put(new byte[32]).put(id).putLong(1_800_000_000_000L).put(nonce).array();
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(KeyFactory.getInstance("Ed25519").generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, SECRET)));
            signature.update(signed);
            return new Credentials("alice", "ed25519", 1_800_000_000_000L, nonce, signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @FuzzTest(maxDuration = "")
    void anyCredentials(FuzzedDataProvider data) {
        String clientId = data.consumeBoolean() ? data.consumeString(70) : RIGHT.clientId();
        long timestampMillis = data.consumeBoolean() ? data.consumeLong() : RIGHT.timestampMillis();
        String pin = data.consumeBoolean() ? OTHER_PIN : PIN;
        byte[] nonce = bytes(data, RIGHT.nonce());
        byte[] proof = bytes(data, RIGHT.proof());
        Credentials shown = new Credentials(clientId, Proof.ALGORITHM, timestampMillis, nonce, proof);
        boolean made = clientId.equals(RIGHT.clientId()) && timestampMillis == RIGHT.timestampMillis() && pin.equals(PIN)
                && Arrays.equals(nonce, RIGHT.nonce()) && Arrays.equals(proof, RIGHT.proof());
        assertThat(Proof.isRight(shown, PUBLIC_KEY, pin)).isEqualTo(made);
        byte[] anyKey = Arrays.copyOf(data.consumeBytes(32), 32);
        Proof.isRight(shown, Base64.getEncoder().encodeToString(anyKey), pin); // yes or no, but no exception
    }

    /** The right ones, the right ones with a byte changed or cut off, or any. */
    private static byte[] bytes(FuzzedDataProvider data, byte[] right) {
        byte[] changed = right.clone();
        switch (data.consumeInt(0, 3)) {
            case 0 -> {
                return right;
            }
            case 1 -> changed[data.consumeInt(0, right.length - 1)] ^= data.consumeByte();
            case 2 -> changed = Arrays.copyOf(right, data.consumeInt(0, right.length + 10));
            default -> changed = data.consumeBytes(data.consumeInt(0, 70));
        }
        return changed;
    }
}
