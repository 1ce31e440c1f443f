package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.audit.AuditLog;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientAdministration;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.client.Enrolment;
import com.softellect.vpn.api.client.NewClient;
import com.softellect.vpn.api.gateway.GatewayIdentity;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * What an administrator may do, checked, made by {@link Clients}, and recorded. Without an audit log nothing is changed. Thread-safe: one change
 * at a time, so that what was checked still holds when the change is made.
 */
@Component(service = ClientAdministration.class, immediate = true)
public final class Administration implements ClientAdministration {

    /** Longer than the HTTPS layer takes to start on a busy machine, its first key included. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Clients clients;
    private final AuditTrail audit;
    private final InstantSource clock;
    private final Profiles profiles;

    @Activate
    public Administration(@Reference Clients clients, @Reference AuditTrail audit) {
        this(clients, audit, InstantSource.system(), PATIENCE);
    }

    Administration(Clients clients, AuditTrail audit, InstantSource clock, Duration patience) {
        this.clients = clients;
        this.audit = audit;
        this.clock = clock;
        this.profiles = new Profiles(patience);
    }

    /** Dynamic: only profiles need it. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public void bindIdentity(GatewayIdentity added) {
        profiles.use(added);
    }

    public void unbindIdentity(GatewayIdentity removed) {
        profiles.forget(removed);
    }

    /** A change that is being made is finished first. */
    @Deactivate
    public synchronized void stop() {
        // the lock is all there is to wait for
    }

    @Override
    public Enrolment add(NewClient wanted, String administrator) throws ClientException {
        profiles.await();
        return addNow(wanted, administrator);
    }

    private synchronized Enrolment addNow(NewClient wanted, String administrator) throws ClientException {
        AuditLog log = audit.ofChanges();
        try (GivenKey key = GivenKey.of(wanted.publicKey())) {
            Client added = checked(wanted, key);
            Enrolment enrolment = issue(added, key, () -> clients.add(added));
            Map<String, Object> fields = fields(administrator, added);
            fields.put("publicKey", added.publicKey());
            fields.put("address", text(added.address()));
            fields.put("expires", orNever(added.expires()));
            fields.put("clientToClient", added.clientToClient());
            fields.putAll(new PolicyFields(added.policy()).given());
            log.record("client.added", fields);
            return enrolment;
        }
    }

    private Client checked(NewClient wanted, GivenKey key) throws ClientException {
        if (clients.find(wanted.id()).isPresent()) {
            throw new ClientException("there is a client '" + wanted.id() + "' already: take another id, or give it a new key with vpn:client-rotate");
        }
        checkExpiry(wanted.expires());
        checkKey(wanted.id(), key);
        int address = address(wanted.id(), wanted.address());
        try {
            return new Client(wanted.id(), key.publicKey(), address, true, wanted.expires(), wanted.clientToClient(),
                    wanted.policy(), clock.instant(), 1);
        } catch (IllegalArgumentException e) {
            throw new ClientException(e.getMessage(), e);
        }
    }

    private int address(String clientId, String wanted) throws ClientException {
        return NewClient.DYNAMIC.equals(wanted) ? Client.NO_ADDRESS : clients.chooseAddress(clientId, wanted);
    }

    private static String text(int address) {
        return address == Client.NO_ADDRESS ? NewClient.DYNAMIC : Ipv4Network.format(address);
    }

    private void checkExpiry(Instant expires) throws ClientException {
        if (expires != null && !expires.isAfter(clock.instant())) {
            throw new ClientException("the expiry " + expires + " is in the past: take a later one, or vpn:client-disable");
        }
    }

    /** Two clients with one key could each pass for the other. */
    private void checkKey(String clientId, GivenKey key) throws ClientException {
        for (Client other : clients.clients()) {
            if (other.publicKey().equals(key.publicKey())) {
                throw new ClientException(other.id().equals(clientId) ? "client '" + clientId + "' has this key already: take a new one"
                        : "client '" + other.id() + "' has this key: each client needs one of its own, as vpn:identity prints it there");
            }
        }
    }

    /** A profile that nobody will get, because the change failed, is wiped. */
    private Enrolment issue(Client client, GivenKey key, Change change) throws ClientException {
        Enrolment enrolment = profiles.issue(client, key);
        boolean made = false;
        try {
            change.make();
            made = true;
            return enrolment;
        } finally {
            if (!made) {
                enrolment.close();
            }
        }
    }

    @Override
    public Enrolment rotate(String clientId, String publicKey, String administrator) throws ClientException {
        profiles.await();
        return rotateNow(clientId, publicKey, administrator);
    }

    private synchronized Enrolment rotateNow(String clientId, String publicKey, String administrator) throws ClientException {
        AuditLog log = audit.ofChanges();
        Client before = known(clientId);
        try (GivenKey key = GivenKey.of(publicKey)) {
            checkKey(clientId, key);
            Client after = before.withPublicKey(key.publicKey());
            Enrolment enrolment = issue(after, key, () -> clients.replace(after));
            Map<String, Object> fields = fields(administrator, after);
            fields.put("publicKey", after.publicKey());
            log.record("client.key_changed", fields);
            return enrolment;
        }
    }

    @Override
    public synchronized Client setEnabled(String clientId, boolean enabled, String administrator) throws ClientException {
        AuditLog log = audit.ofChanges();
        Client before = known(clientId);
        if (before.enabled() == enabled) {
            return before;
        }
        Client after = before.withEnabled(enabled);
        clients.replace(after);
        log.record(enabled ? "client.enabled" : "client.disabled", fields(administrator, after));
        return after;
    }

    @Override
    public synchronized Client setExpires(String clientId, Instant expires, String administrator) throws ClientException {
        AuditLog log = audit.ofChanges();
        Client before = known(clientId);
        checkExpiry(expires);
        if (Objects.equals(before.expires(), expires)) {
            return before;
        }
        Client after = before.withExpires(expires);
        clients.replace(after);
        Map<String, Object> fields = fields(administrator, after);
        fields.put("expires", orNever(expires));
        log.record("client.expires_changed", fields);
        return after;
    }

    @Override
    public synchronized Client setClientToClient(String clientId, boolean allowed, String administrator) throws ClientException {
        AuditLog log = audit.ofChanges();
        Client before = known(clientId);
        if (before.clientToClient() == allowed) {
            return before;
        }
        Client after = before.withClientToClient(allowed);
        clients.replace(after);
        Map<String, Object> fields = fields(administrator, after);
        fields.put("clientToClient", allowed);
        log.record("client.client_to_client_changed", fields);
        return after;
    }

    @Override
    public synchronized Client setAddress(String clientId, String address, String administrator) throws ClientException {
        AuditLog log = audit.ofChanges();
        Client before = known(clientId);
        Client after = before.withAddress(address(clientId, address));
        if (before.address() == after.address()) {
            return before;
        }
        clients.replace(after);
        Map<String, Object> fields = fields(administrator, after);
        fields.put("address", text(after.address()));
        log.record("client.address_changed", fields);
        return after;
    }

    @Override
    public synchronized Client setPolicy(String clientId, UnaryOperator<Policy> change, String administrator) throws ClientException {
        AuditLog log = audit.ofChanges();
        Client before = known(clientId);
        Policy policy = change.apply(before.policy());
        if (policy.equals(before.policy())) {
            return before;
        }
        Client after = before.withPolicy(policy);
        clients.replace(after);
        Map<String, Object> fields = fields(administrator, after);
        fields.putAll(new PolicyFields(policy).changedFrom(before.policy()));
        log.record("client.policy_changed", fields);
        return after;
    }

    @Override
    public synchronized void remove(String clientId, String administrator) throws ClientException {
        AuditLog log = audit.ofChanges();
        Client removed = known(clientId);
        clients.remove(removed);
        log.record("client.removed", fields(administrator, removed));
    }

    private Client known(String clientId) throws ClientException {
        return clients.find(clientId).orElseThrow(
                () -> new ClientException("there is no client '" + clientId + "': vpn:client-list shows those that are there"));
    }

    private static Map<String, Object> fields(String administrator, Client client) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("administrator", administrator);
        fields.put("client", client.id());
        return fields;
    }

    private static String orNever(Instant expires) {
        return expires == null ? "never" : expires.toString();
    }

    private interface Change {

        void make() throws ClientException;
    }
}
