package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientDirectory;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.client.ClientStore;
import com.softellect.vpn.api.client.ClientStore.ConflictException;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.SessionRegistry;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final ClientStore store;
    private final InstantSource clock;
    private final LiveSessions sessions = new LiveSessions();

    /** Written under the lock. */
    private final Map<String, Client> byId = new ConcurrentHashMap<>();

    /** @throws IllegalStateException if the store can't be read; the message says why */
    @Activate
    public Clients(@Reference ClientStore store) {
        this(store, InstantSource.system());
    }

    Clients(ClientStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        try {
            store.all().forEach(client -> byId.put(client.id(), client));
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
            Client other = byAddress.putIfAbsent(client.address(), client);
            if (other != null) {
                LOG.error("clients '{}' and '{}' have the same address {}: only one of them can be connected at a time; remove one with "
                        + "vpn:client-remove and add it anew", other.id(), client.id(), Ipv4Network.format(client.address()));
            }
        }
    }

    /** A change that is being made is finished first. */
    @Deactivate
    public synchronized void stop() {
        LOG.info("clients: stopped");
    }

    /** Dynamic: clients can be administered while the registry is replaced. The sessions of one that stayed may be of clients that did not. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public synchronized void bindRegistry(SessionRegistry added) {
        sessions.use(added);
        for (String clientId : sessions.clientIds()) {
            sessions.adapt(clientId, byId.get(clientId), clock.instant());
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

    /** The gateway's tunnel address, and the network that the clients have theirs in. */
    Ipv4Network network() throws ClientException {
        return sessions.network();
    }

    /** The ids of the clients whose sessions are live. */
    List<String> connected() {
        return sessions.clientIds();
    }

    /** Ends the sessions of clients whose time is over. */
    synchronized void endExpired() {
        Instant now = clock.instant();
        byId.values().stream().filter(client -> client.hasExpired(now)).forEach(client -> sessions.end(client.id(), EndReason.EXPIRED));
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
            put(clientId, store.find(clientId).orElse(null));
        } catch (IOException e) {
            LOG.error("client '{}' can't be read from the store and stays as it was: {}", clientId, e.toString());
        }
    }

    private void put(String clientId, Client after) {
        Client before = after == null ? byId.remove(clientId) : byId.put(clientId, after);
        if (before != null) {
            sessions.changed(before, after, clock.instant());
        }
    }

    private interface StoreChange {

        void make() throws IOException, ConflictException;
    }
}
