package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import java.util.ArrayList;
import java.util.List;

/** A registry of given sessions; remembers which were ended. */
final class FakeRegistry implements SessionRegistry {

    final List<String> ended = new ArrayList<>();
    private final List<Session> sessions;

    FakeRegistry(Session... sessions) {
        this.sessions = List.of(sessions);
    }

    @Override
    public Ipv4Network network() {
        return Ipv4Network.parse("10.66.77.1/24");
    }

    @Override
    public int mtu() {
        return 1500;
    }

    @Override
    public int idleSeconds() {
        return 60;
    }

    @Override
    public Session open(Client client, boolean superPackets) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Session find(String sessionId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Session byAddress(int address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void end(Session session, EndReason reason) {
        ended.add(session.number() + " " + reason);
    }

    @Override
    public EndReason endReason(String sessionId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void endClient(String clientId, EndReason reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clientChanged(Client changed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Session> sessions() {
        return sessions;
    }

    @Override
    public long quotaUsed(Client client) {
        return 12_300_000_000L;
    }
}
