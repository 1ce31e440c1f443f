package com.softellect.vpn.api.client;

import com.softellect.vpn.api.policy.Policy;
import java.time.Instant;
import java.util.Objects;

/**
 * A client that the gateway knows. Holds no secret. Immutable.
 *
 * @param id             1 to 64 of the characters {@code A-Z a-z 0-9 . _ -}, the first a letter or digit
 * @param publicKey      the client's Ed25519 public key: its 32 bytes (RFC 8032) in base64, 44 characters
 * @param address        the client's own tunnel address, an int in network byte order; {@link #NO_ADDRESS}: it is lent one when it connects
 * @param enabled        whether it may connect
 * @param expires        from when on it may not connect any more; null: never
 * @param clientToClient whether it may exchange packets with other clients that may do so too
 * @param policy         what it may do beyond that
 * @param created        when it was added
 * @param revision       1 when it is added, one more with each change; no two records of one client have the same
 */
public record Client(String id, String publicKey, int address, boolean enabled, Instant expires, boolean clientToClient,
        Policy policy, Instant created, long revision) {

    /** What stands in the place of the address of a client that has none of its own. */
    public static final int NO_ADDRESS = 0;

    /** @throws IllegalArgumentException if the id is not usable; the message says what is */
    public Client {
        Objects.requireNonNull(publicKey, "publicKey");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(created, "created");
        if (id == null || !id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException("client id '" + id + "' is not usable: take 1 to 64 characters of A-Z a-z 0-9 . _ -, "
                    + "the first a letter or digit");
        }
    }

    /** One with {@link Policy#OPEN}. */
    public Client(String id, String publicKey, int address, boolean enabled, Instant expires, boolean clientToClient, Instant created, long revision) {
        this(id, publicKey, address, enabled, expires, clientToClient, Policy.OPEN, created, revision);
    }

    public boolean hasOwnAddress() {
        return address != NO_ADDRESS;
    }

    /** This client, in the same revision, as it is while this address is lent to it. */
    public Client withLentAddress(int lent) {
        return new Client(id, publicKey, lent, enabled, expires, clientToClient, policy, created, revision);
    }

    /** Whether it is neither disabled nor expired at that moment. */
    public boolean mayConnect(Instant now) {
        return enabled && !hasExpired(now);
    }

    public boolean hasExpired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    /** This client with another key, in its next revision; as are the results of the methods below. */
    public Client withPublicKey(String changed) {
        return new Client(id, changed, address, enabled, expires, clientToClient, policy, created, revision + 1);
    }

    public Client withAddress(int changed) {
        return new Client(id, publicKey, changed, enabled, expires, clientToClient, policy, created, revision + 1);
    }

    public Client withEnabled(boolean changed) {
        return new Client(id, publicKey, address, changed, expires, clientToClient, policy, created, revision + 1);
    }

    public Client withExpires(Instant changed) {
        return new Client(id, publicKey, address, enabled, changed, clientToClient, policy, created, revision + 1);
    }

    public Client withClientToClient(boolean changed) {
        return new Client(id, publicKey, address, enabled, expires, changed, policy, created, revision + 1);
    }

    public Client withPolicy(Policy changed) {
        return new Client(id, publicKey, address, enabled, expires, clientToClient, changed, created, revision + 1);
    }
}
