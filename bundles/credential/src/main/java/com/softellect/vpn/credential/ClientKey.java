package com.softellect.vpn.credential;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/** A client's Ed25519 key pair. Immutable; thread-safe. */
public final class ClientKey {

    /** The length of {@link #secret}. */
    public static final int SECRET_BYTES = 32;

    private static final String ALGORITHM = "Ed25519";

    /** What stands before the 32 bytes in a PrivateKeyInfo (RFC 8410, section 7). */
    private static final byte[] PKCS8_HEAD = {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20};

    private final PrivateKey privateKey;
    private final String publicKey;

    private ClientKey(PrivateKey privateKey, String publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    public static ClientKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new ClientKey(pair.getPrivate(), PublicKeys.text(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /**
     * @param secret    {@link #SECRET_BYTES} bytes, as {@link #secret} gave them; not kept
     * @param publicKey see {@link PublicKeys}
     * @throws IllegalArgumentException if these are no key, or do not belong together
     */
    public static ClientKey of(byte[] secret, String publicKey) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException("a private key is " + SECRET_BYTES + " bytes, not " + secret.length);
        }
        byte[] encoded = Arrays.copyOf(PKCS8_HEAD, PKCS8_HEAD.length + SECRET_BYTES);
        System.arraycopy(secret, 0, encoded, PKCS8_HEAD.length, SECRET_BYTES);
        try {
            ClientKey key = new ClientKey(KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded)),
                    PublicKeys.text(PublicKeys.parse(publicKey)));
            key.checkPair();
            return key;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this is no private key", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private void checkPair() throws GeneralSecurityException {
        byte[] probe = publicKey.getBytes(StandardCharsets.US_ASCII);
        if (!Proof.isSignature(publicKey, probe, sign(probe))) {
            throw new IllegalArgumentException("the private key does not belong to the public key " + publicKey);
        }
    }

    byte[] sign(byte[] message) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(privateKey);
        signature.update(message);
        return signature.sign();
    }

    public String publicKey() {
        return publicKey;
    }

    /** The private key's {@link #SECRET_BYTES} bytes (RFC 8032, section 5.1.5), to be wiped by the caller. */
    public byte[] secret() {
        byte[] encoded = privateKey.getEncoded();
        try {
            return Arrays.copyOfRange(encoded, PKCS8_HEAD.length, encoded.length);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    /** Without the private key. */
    @Override
    public String toString() {
        return "ClientKey[" + publicKey + "]";
    }
}
