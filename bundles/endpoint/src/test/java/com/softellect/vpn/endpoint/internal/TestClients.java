package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.client.AuthenticationException;
import com.softellect.vpn.api.client.AuthenticationException.Reason;
import com.softellect.vpn.api.client.Authenticator;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.SessionRegistry;
import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.Proof;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The clients of a test's gateway, in memory, and the check of their proofs. Thread-safe. */
final class TestClients implements Authenticator {

    private final String pin;
    private final SessionRegistry registry;
    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final Map<String, ClientKey> keys = new ConcurrentHashMap<>();

    TestClients(String pin, SessionRegistry registry) {
        this.pin = pin;
        this.registry = registry;
    }

    void add(String id, String address) {
        ClientKey key = ClientKey.generate();
        keys.put(id, key);
        clients.put(id, new Client(id, key.publicKey(), Ipv4Network.parseAddress(address), true, null, true, Instant.now(), 1));
    }

    ClientKey key(String id) {
        return keys.get(id);
    }

    void setEnabled(String id, boolean enabled) {
        clients.computeIfPresent(id, (same, client) -> client.withEnabled(enabled));
        if (!enabled) {
            registry.endClient(id, EndReason.REVOKED);
        }
    }

    void expire(String id) {
        clients.computeIfPresent(id, (same, client) -> client.withExpires(Instant.now()));
        registry.endClient(id, EndReason.EXPIRED);
    }

    void rotate(String id) {
        ClientKey key = ClientKey.generate();
        keys.put(id, key);
        clients.computeIfPresent(id, (same, client) -> client.withPublicKey(key.publicKey()));
        registry.endClient(id, EndReason.KEY_CHANGED);
    }

    void remove(String id) {
        clients.remove(id);
        registry.endClient(id, EndReason.REVOKED);
    }

    @Override
    public Client authenticate(Credentials credentials, String from) throws AuthenticationException {
        Client client = clients.get(credentials.clientId());
        if (client == null || !credentials.algorithm().equals(Proof.ALGORITHM) || !Proof.isRight(credentials, client.publicKey(), pin)) {
            throw new AuthenticationException(Reason.REFUSED, "unknown client or wrong proof");
        }
        if (client.hasExpired(Instant.now())) {
            throw new AuthenticationException(Reason.EXPIRED, "the client's time is over");
        }
        if (!client.enabled()) {
            throw new AuthenticationException(Reason.DISABLED, "the client is disabled");
        }
        return client;
    }

    @Override
    public boolean isCurrent(Client authenticated) {
        return authenticated.equals(clients.get(authenticated.id()));
    }
}
