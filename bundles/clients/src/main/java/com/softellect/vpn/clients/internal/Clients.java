package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.AuthenticationException;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientDirectory;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.client.ClientStore;
import com.softellect.vpn.api.client.ClientStore.ConflictException;
import com.softellect.vpn.api.client.LeaseStore;
import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients in memory. A change goes to the store, then into memory, then to the live session: whoever opens a session meanwhile and then asks
 * whether its client is still current is told that it is not, or has the session ended.
 *
 * <p>Changes happen under this object's lock, one at a time, writing to the disk included; look-ups take none.
 */
@Component(service = {ClientDirectory.class, Clients.class}, immediate = true)
public final class Clients implements ClientDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);

    /** What is left under, and the layout of it. The latter is in the manifest too, see docs/upgrade.md. */
    private static final String LAYER = "clients";
    private static final int HANDOVER_VERSION = 1;

    private final ClientStore store;
    private final InstantSource clock;
    private final LiveSessions sessions = new LiveSessions();
    private final AddressPool addresses;
    private final KeptLeases keptLeases;
    private final Handover handover;

    /** Written under the lock. */
    private final Map<String, Client> byId = new ConcurrentHashMap<>();

    /** @throws IllegalStateException if the store can't be read; the message says why */
    @Activate
    public Clients(@Reference ClientStore store, @Reference Handover handover) {
        this(store, handover, InstantSource.system());
    }

    Clients(ClientStore store, Handover handover, InstantSource clock) {
        this.store = store;
        this.handover = handover;
        this.clock = clock;
        this.addresses = new AddressPool(clock);
        this.keptLeases = new KeptLeases(addresses);
        try {
            for (Client client : store.all()) {
                byId.put(client.id(), client);
                addresses.changed(null, client);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the clients can't be read, so none can connect: " + e, e);
        }
        warnOfDoubles();
        LOG.info("clients: {} known", byId.size());
    }

    /** Only files that were copied by hand make some. */
    private void warnOfDoubles() {
        Map<Integer, Client> byAddress = new HashMap<>();
        for (Client client : clients()) {
            Client other = client.hasOwnAddress() ? byAddress.putIfAbsent(client.address(), client) : null;
            if (other != null) {
                LOG.error("clients '{}' and '{}' have the same address {}: only one of them can be connected at a time; remove one with "
                        + "vpn:client-remove and add it anew", other.id(), client.id(), Ipv4Network.format(client.address()));
            }
        }
    }

    /** Dynamic: where leases are kept is replaced without anybody's loss. What is lent already, stays. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bindLeases(LeaseStore added) {
        keptLeases.use(added).stream().filter(lease -> isLent(byId.get(lease.clientId())) && !addresses.isLentTo(lease.clientId())).forEach(addresses::goOn);
    }

    public void unbindLeases(LeaseStore removed) {
        keptLeases.forget(removed);
    }

    /** Goes on with the addresses that a version before has lent. Only a convenience for their clients: what can't be understood is left aside. */
    @Activate
    public synchronized void start() {
        try {
            handover.take(LAYER, Set.of(HANDOVER_VERSION)).ifPresent(left -> ((List<?>) left.lasting().get("leases")).stream().map(Map.class::cast)
                    .filter(lease -> isLent(byId.get((String) lease.get("client")))).forEach(addresses::goOn));
        } catch (RuntimeException e) {
            LOG.warn("clients: addresses that were lent before are lent anew: {}", e.toString());
        }
    }

    private static boolean isLent(Client client) {
        return client != null && !client.hasOwnAddress();
    }

    /** A change that is being made is finished first. */
    @Deactivate
    public synchronized void stop() {
        keptLeases.save();
        handover.leave(LAYER, new HandoverState(HANDOVER_VERSION, Map.of("leases", addresses.leave()), Map.of(), null));
        LOG.info("clients: stopped");
    }

    /** Dynamic: clients can be administered while the registry is replaced. The sessions of one that stayed may be of clients that did not. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bindRegistry(SessionRegistry added) {
        sessions.use(added);
        for (Session session : added.sessions()) {
            Client client = byId.get(session.clientId());
            if (isLent(client) && !addresses.adopt(client.id(), session.address())) {
                LOG.warn("client '{}' is lent another address: {} is another client's", client.id(), Ipv4Network.format(session.address()));
                sessions.end(client.id(), EndReason.ADMINISTRATOR);
            } else {
                sessions.adapt(session.clientId(), client, clock.instant());
            }
        }
    }

    public void unbindRegistry(SessionRegistry removed) {
        sessions.forget(removed);
    }

    @Override
    public Optional<Client> find(String clientId) {
        return clientId == null ? Optional.empty() : Optional.ofNullable(byId.get(clientId));
    }

    @Override
    public List<Client> clients() {
        return byId.values().stream().sorted(Comparator.comparing(Client::id)).toList();
    }

    /** What addresses are lent from, and for how long after a session. */
    void lendFrom(AddressRange range, Duration time) {
        addresses.set(range, time);
    }

    /** An address that can be that client's own. @param wanted as text; null: any */
    int chooseAddress(String clientId, String wanted) throws ClientException {
        return addresses.choose(clientId, wanted, sessions.network());
    }

    /** The client as it may connect: with the address that is lent to it, if it has none of its own. */
    Client withAddress(Client client) throws AuthenticationException {
        if (client.hasOwnAddress()) {
            return client;
        }
        try {
            return client.withLentAddress(addresses.lend(client.id(), sessions.network()));
        } catch (ClientException e) {
            throw new AuthenticationException(AuthenticationException.Reason.CHANGED, "the gateway can't give out addresses at the moment: try again");
        }
    }

    /** Whether this is still what is known of the client. @param connected with the address that was lent to it, if it has none of its own */
    boolean isCurrent(Client connected) {
        Client known = byId.get(connected.id());
        return known != null && (known.hasOwnAddress() ? known : known.withLentAddress(connected.address())).equals(connected);
    }

    /** The ids of the clients whose sessions are live. What is lent to them stays theirs. */
    List<String> connected() {
        List<String> connected = sessions.clientIds();
        addresses.prolong(connected);
        return connected;
    }

    /** What is lent is kept where it outlives a crash. May wait for the disk. */
    void keepLeases() {
        keptLeases.save();
    }

    /** Ends the sessions of clients whose time is over. @return those that had one */
    synchronized List<Client> endExpired() {
        Instant now = clock.instant();
        List<Client> expired = sessions.clientIds().stream().map(byId::get).filter(client -> client != null && client.hasExpired(now)).toList();
        expired.forEach(client -> sessions.end(client.id(), EndReason.EXPIRED));
        return expired;
    }

    synchronized void add(Client added) throws ClientException {
        change(added.id(), added, () -> store.add(added));
    }

    synchronized void replace(Client next) throws ClientException {
        change(next.id(), next, () -> store.replace(next));
    }

    synchronized void remove(Client removed) throws ClientException {
        change(removed.id(), null, () -> store.remove(removed));
    }

    /** What the store has counts, also after a change that it did not take: it may have failed late, or somebody else was first. */
    private void change(String clientId, Client after, StoreChange change) throws ClientException {
        if (after != null && after.hasOwnAddress()) {
            addresses.claim(after);
        }
        try {
            change.make();
        } catch (ConflictException e) {
            readAgain(clientId);
            throw new ClientException(e.getMessage() + ". See vpn:client-list, and try again", e);
        } catch (IOException e) {
            readAgain(clientId);
            throw new ClientException("the client store failed: " + e.getMessage() + ". See vpn:client-list, and try again", e);
        }
        put(clientId, after);
    }

    private void readAgain(String clientId) {
        try {
            Client stored = store.find(clientId).orElse(null);
            put(clientId, stored);
            addresses.settle(clientId, stored);
        } catch (IOException e) {
            LOG.error("client '{}' can't be read from the store and stays as it was: {}", clientId, e.toString());
        }
    }

    private void put(String clientId, Client after) {
        Client before = after == null ? byId.remove(clientId) : byId.put(clientId, after);
        if (before != null) {
            sessions.changed(before, after, clock.instant());
        }
        addresses.changed(before, after); // not before: what a session still has is not free
    }

    private interface StoreChange {

        void make() throws IOException, ConflictException;
    }
}
