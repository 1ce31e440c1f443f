package com.softellect.vpn.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.Credentials;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ProofTest {

    private final ClientKey key = ClientKey.generate();
    private final String pin = Pin.of(ecKey());
    private final Credentials shown = Proof.create("alice", key, pin, 1_800_000_000_000L);

    private static PublicKey ecKey() {
        try {
            return KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aProofIsRightForItsKeyAndGateway() {
        assertThat(Proof.isRight(shown, key.publicKey(), pin)).isTrue();
    }

    @Test
    void aProofIsWrongForAnotherKeyOrGateway() {
        assertThat(Proof.isRight(shown, ClientKey.generate().publicKey(), pin)).isFalse();
        assertThat(Proof.isRight(shown, key.publicKey(), Pin.of(ecKey()))).as("forwarded to another gateway").isFalse();
    }

    @Test
    void aProofIsWrongOnceAnythingInItIsChanged() {
        byte[] otherNonce = shown.nonce().clone();
        otherNonce[0]++;
        byte[] otherProof = shown.proof().clone();
        otherProof[7]++;
        for (Credentials changed : new Credentials[] {
            new Credentials("bob", shown.algorithm(), shown.timestampMillis(), shown.nonce(), shown.proof()),
            new Credentials("alice", shown.algorithm(), shown.timestampMillis() + 1, shown.nonce(), shown.proof()),
            new Credentials("alice", shown.algorithm(), shown.timestampMillis(), otherNonce, shown.proof()),
            new Credentials("alice", shown.algorithm(), shown.timestampMillis(), shown.nonce(), otherProof),
            new Credentials("alice", shown.algorithm(), shown.timestampMillis(), shown.nonce(), new byte[0]),
            new Credentials("alice", shown.algorithm(), shown.timestampMillis(), shown.nonce(), new byte[1000])}) {
            assertThat(Proof.isRight(changed, key.publicKey(), pin)).isFalse();
        }
    }

    @Test
    void noTwoProofsHaveTheSameNonce() {
        assertThat(Proof.create("alice", key, pin, 5).nonce()).hasSize(32).isNotEqualTo(Proof.create("alice", key, pin, 5).nonce());
    }

    @Test
    void aKeyIsTheSameAfterItWasWrittenAndRead() {
        ClientKey again = ClientKey.of(key.secret(), key.publicKey());
        assertThat(Proof.isRight(Proof.create("alice", again, pin, 5), key.publicKey(), pin)).isTrue();
    }

    /** RFC 8032, section 7.1, test 1. */
    @Test
    void keysAreThoseOfTheStandard() {
        byte[] secret = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        byte[] raw = HexFormat.of().parseHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        String publicKey = Base64.getEncoder().encodeToString(raw);
        assertThat(ClientKey.of(secret, publicKey).publicKey()).isEqualTo(publicKey);
    }

    @Test
    void halvesOfTwoKeysAreRefused() {
        byte[] secret = key.secret();
        String other = ClientKey.generate().publicKey();
        assertThatThrownBy(() -> ClientKey.of(secret, other)).hasMessageContaining("does not belong to");
        assertThatThrownBy(() -> ClientKey.of(Arrays.copyOf(secret, 31), key.publicKey())).hasMessageContaining("32 bytes");
    }

    @Test
    void aSignatureWithSomethingBehindItIsNoSignature() {
        for (int length : new int[] {0, 63, 65, 96}) {
            Credentials other = new Credentials(shown.clientId(), shown.algorithm(), shown.timestampMillis(), shown.nonce(),
                    Arrays.copyOf(shown.proof(), length));
            assertThat(Proof.isRight(other, key.publicKey(), pin)).as("%d bytes", length).isFalse();
        }
    }

    @Test
    void nonsenseIsNoKeyAndNoPin() {
        for (String wrong : new String[] {null, "", "x", "é", "A".repeat(44), key.publicKey() + "AAAA", "?".repeat(44)}) {
            assertThatThrownBy(() -> PublicKeys.parse(wrong)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("44 characters");
            assertThatThrownBy(() -> Pin.hash(wrong)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("sha256/");
        }
        assertThatThrownBy(() -> Pin.hash("sha256/" + "A".repeat(12))).hasMessageContaining("44 characters");
    }

    @Test
    void nothingThatIsPrintedHoldsASecret() {
        assertThat(key.toString() + shown).doesNotContain(Base64.getEncoder().encodeToString(key.secret()));
    }
}
