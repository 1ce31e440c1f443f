package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.AuthenticationException;
import com.softellect.vpn.api.client.AuthenticationException.Reason;
import com.softellect.vpn.api.client.Authenticator;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.api.counter.CounterSource;
import com.softellect.vpn.api.gateway.GatewayIdentity;
import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.Proof;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SortedMap;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Authentication by Ed25519 signature, see {@link Proof}. In this order, so that nobody learns anything before the key is right:
 * <ol>
 *   <li>an address that has failed too often is refused unseen;
 *   <li>the signature must be right, for the client's key and one of the gateway's; an unknown client's is checked against a key that nobody has;
 *   <li>the proof must be of now;
 *   <li>the client may connect;
 *   <li>the proof is new, and the client does not authenticate too often;
 *   <li>there is an address for it.
 * </ol>
 * Each refusal counts for the address that it came from, none for the client that was claimed. Thread-safe; checks of signatures run side by side.
 */
@Component(service = {Authenticator.class, CounterSource.class}, immediate = true)
public final class Authentication implements Authenticator, CounterSource {

    private final Clients clients;
    private final Guard guard;
    private final AuditTrail audit;
    private final InstantSource clock;
    private final FreshProofs fresh;
    private final Outcomes outcomes = new Outcomes();

    /** What an unknown client's proof is checked with, so that it takes as long as a known one's. */
    private final String nobodysKey = ClientKey.generate().publicKey();

    /** Published by {@link #bindIdentity} and {@link #unbindIdentity}; null while there is none. */
    private volatile GatewayIdentity identity;

    @Activate
    public Authentication(@Reference Clients clients, @Reference Guard guard, @Reference AuditTrail audit) {
        this(clients, guard, audit, InstantSource.system(), System::nanoTime);
    }

    Authentication(Clients clients, Guard guard, AuditTrail audit, InstantSource clock, LongSupplier nanos) {
        this.clients = clients;
        this.guard = guard;
        this.audit = audit;
        this.clock = clock;
        this.fresh = new FreshProofs(clock, nanos);
    }

    /** Dynamic: nonces are remembered while the layer with the certificate is replaced. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bindIdentity(GatewayIdentity added) {
        identity = added;
    }

    public synchronized void unbindIdentity(GatewayIdentity removed) {
        identity = identity == removed ? null : identity;
    }

    @Override
    public Client authenticate(Credentials shown, String from) throws AuthenticationException {
        SourceAddress source = SourceAddress.of(from);
        try {
            if (guard.hasFailedTooOften(source)) {
                throw new AuthenticationException(Reason.TOO_MANY, "too many authentications failed from this address: wait a minute");
            }
            Client known = proven(shown);
            fresh.checkTime(shown.timestampMillis());
            checkMayConnect(known);
            fresh.use(shown);
            Client client = clients.withAddress(known);
            guard.succeeded(source, client.id());
            outcomes.accepted();
            audit.accepted(client.id(), from);
            return client;
        } catch (AuthenticationException e) {
            refused(shown.clientId(), from, source, e.reason());
            throw e;
        }
    }

    private Client proven(Credentials shown) throws AuthenticationException {
        List<String> pins = pins();
        Client known = clients.find(shown.clientId()).orElse(null);
        String key = known == null ? nobodysKey : known.publicKey();
        boolean right = isWellFormed(shown) && pins.stream().anyMatch(pin -> Proof.isRight(shown, key, pin));
        if (known == null || !right) {
            throw new AuthenticationException(Reason.REFUSED, "the client id or the key is not right: the profile may be outdated, or for another "
                    + "gateway; have this gateway's operator issue a new one with vpn:client-rotate");
        }
        return known;
    }

    /** In the beginning and while its layer is replaced there is no certificate; no client can have seen one either. */
    private List<String> pins() throws AuthenticationException {
        GatewayIdentity own = identity;
        if (own == null) {
            throw new AuthenticationException(Reason.CHANGED, "the gateway has no certificate at the moment: try again");
        }
        return own.ownPins().stream().limit(GatewayIdentity.MAX_OWN_PINS).toList();
    }

    private static boolean isWellFormed(Credentials shown) {
        return shown.algorithm().equals(Proof.ALGORITHM) && shown.nonce().length >= Credentials.MIN_NONCE_BYTES
                && shown.nonce().length <= Credentials.MAX_NONCE_BYTES;
    }

    private void checkMayConnect(Client client) throws AuthenticationException {
        Instant now = clock.instant();
        if (client.hasExpired(now)) {
            throw new AuthenticationException(Reason.EXPIRED, "the time of client '" + client.id() + "' ended at " + client.expires()
                    + ": ask the gateway's operator for more");
        }
        if (!client.enabled()) {
            throw new AuthenticationException(Reason.DISABLED, "client '" + client.id()
                    + "' has been disabled: ask the gateway's operator, who can enable it with vpn:client-enable");
        }
    }

    /** Where no certificate or no address is, nobody did anything wrong. */
    private void refused(String clientId, String from, SourceAddress source, Reason reason) {
        outcomes.refused(reason);
        audit.refused(clientId, from, source, reason);
        if (reason != Reason.CHANGED && reason != Reason.FULL && guard.failed(source)) {
            audit.blocked(from);
        }
    }

    @Override
    public boolean isCurrent(Client authenticated) {
        return authenticated.mayConnect(clock.instant()) && clients.isCurrent(authenticated);
    }

    @Override
    public String layer() {
        return "clients";
    }

    @Override
    public SortedMap<String, Long> counters() {
        return outcomes.counters();
    }
}
