package com.softellect.vpn.registry.internal;

import com.softellect.vpn.api.client.AuthenticationException;
import com.softellect.vpn.api.client.AuthenticationException.Reason;
import com.softellect.vpn.api.client.Authenticator;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientDirectory;
import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.api.client.SharedSecretProof;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of the configuration, and their authentication by shared secret. Clients come and go with their files, and none of the
 * others notices. Thread-safe.
 */
@Component(service = {ClientDirectory.class, Authenticator.class, Clients.class}, immediate = true)
public final class Clients implements ClientDirectory, Authenticator {

    /** How far a proof's timestamp may be from this gateway's clock, in either direction. */
    static final long WINDOW_MILLIS = 120_000;

    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);
    private static final int SECRET_BYTES = 32;

    private final Map<String, ConfiguredClient> byId = new ConcurrentHashMap<>();
    private final NonceMemory nonces = new NonceMemory();
    private final Clock clock;

    /** What an unknown client's proof is compared with, so that it takes as long as a known one's. */
    private final String nobodysSecret = randomSecret();

    @Activate
    public Clients() {
        this(Clock.systemUTC());
    }

    Clients(Clock clock) {
        this.clock = clock;
    }

    void add(ConfiguredClient added) {
        Client client = added.client();
        ConfiguredClient first = byId.putIfAbsent(client.id(), added);
        if (first != null && first != added) {
            LOG.error("two files etc/{}-*.cfg have the client id '{}': the first one counts, remove the other",
                    ClientSettings.PID, client.id());
            return;
        }
        clients().stream().filter(c -> c.address() == client.address() && !c.id().equals(client.id())).forEach(c ->
                LOG.error("clients '{}' and '{}' have the same address: only one of them can be connected at a time; "
                        + "change it in etc/{}-*.cfg", c.id(), client.id(), ClientSettings.PID));
        LOG.info("client '{}' may connect", client.id());
    }

    void remove(ConfiguredClient removed) {
        if (byId.remove(removed.client().id(), removed)) {
            LOG.info("client '{}' may no longer connect", removed.client().id());
        }
    }

    @Override
    public Optional<Client> find(String clientId) {
        return Optional.ofNullable(byId.get(clientId)).map(ConfiguredClient::client);
    }

    @Override
    public List<Client> clients() {
        return byId.values().stream().map(ConfiguredClient::client).sorted(Comparator.comparing(Client::id))
                .collect(Collectors.toList());
    }

    @Override
    public Client authenticate(Credentials shown) throws AuthenticationException {
        ConfiguredClient known = byId.get(shown.clientId());
        byte[] right = SharedSecretProof.compute(known == null ? nobodysSecret : known.secret(), shown.clientId(),
                shown.timestampMillis(), shown.nonce());
        boolean proven = MessageDigest.isEqual(right, shown.proof());
        if (known == null || !proven || !shown.algorithm().equals(SharedSecretProof.ALGORITHM)
                || shown.nonce().length < Credentials.MIN_NONCE_BYTES || shown.nonce().length > Credentials.MAX_NONCE_BYTES) {
            throw new AuthenticationException(Reason.REFUSED, "client id or secret is not right");
        }
        long now = clock.millis();
        if (shown.timestampMillis() < now - WINDOW_MILLIS || shown.timestampMillis() > now + WINDOW_MILLIS) {
            throw new AuthenticationException(Reason.CLOCK, "the clocks of client and gateway differ by more than "
                    + WINDOW_MILLIS / 1000 + " s: set the client's clock");
        }
        if (!nonces.remember(shown.nonce(), shown.timestampMillis() + WINDOW_MILLIS, now)) {
            throw new AuthenticationException(Reason.REPLAY, "this proof was used before");
        }
        return known.client();
    }

    private static String randomSecret() {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
