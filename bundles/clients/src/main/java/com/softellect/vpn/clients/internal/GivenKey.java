package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.PublicKeys;
import java.util.Arrays;

/**
 * The key that a client is to have: its own, of which only the public half is known, or a pair made here.
 *
 * @param publicKey see {@link PublicKeys}
 * @param secret    the private half of a pair made here, zeros once this is closed; else null
 */
record GivenKey(String publicKey, byte[] secret) implements AutoCloseable {

    /** @param own the client's own public key; null: a pair is made */
    static GivenKey of(String own) throws ClientException {
        if (own == null) {
            ClientKey made = ClientKey.generate();
            return new GivenKey(made.publicKey(), made.secret());
        }
        try {
            return new GivenKey(PublicKeys.text(PublicKeys.parse(own)), null); // there are several ways to write one key
        } catch (IllegalArgumentException e) {
            throw new ClientException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (secret != null) {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "GivenKey[" + publicKey + "]";
    }
}
