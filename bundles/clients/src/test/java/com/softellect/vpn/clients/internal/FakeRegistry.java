package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A registry that remembers whose sessions were opened and why they ended. Thread-safe. */
class FakeRegistry implements SessionRegistry {

    final List<String> events = new ArrayList<>();
    final Map<String, Policy> policies = new TreeMap<>();
    private final Map<String, Session> live = new TreeMap<>();
    private final Ipv4Network network;

    FakeRegistry(String network) {
        this.network = Ipv4Network.parse(network);
    }

    FakeRegistry() {
        this("10.66.77.1/24");
    }

    @Override
    public synchronized Session open(Client client, boolean superPackets) {
        Session session = (Session) Proxy.newProxyInstance(Session.class.getClassLoader(), new Class<?>[] {Session.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "clientId" -> client.id();
                    case "address" -> client.address();
                    case "isLive" -> isLive(client.id());
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        live.put(client.id(), session);
        return session;
    }

    synchronized boolean isLive(String clientId) {
        return live.containsKey(clientId);
    }

    synchronized List<String> takeEvents() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    @Override
    public synchronized void endClient(String clientId, EndReason reason) {
        if (live.remove(clientId) != null) {
            events.add(clientId + " " + reason);
        }
    }

    @Override
    public synchronized void clientChanged(Client changed) {
        if (live.containsKey(changed.id())) {
            events.add(changed.id() + " client-to-client " + changed.clientToClient());
            policies.put(changed.id(), changed.policy());
        }
    }

    @Override
    public synchronized List<Session> sessions() {
        return List.copyOf(live.values());
    }

    @Override
    public Ipv4Network network() {
        return network;
    }

    @Override
    public int mtu() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int idleSeconds() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Session find(String sessionId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EndReason endReason(String sessionId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Session byAddress(int address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void end(Session session, EndReason reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long quotaUsed(Client client) {
        throw new UnsupportedOperationException();
    }
}
