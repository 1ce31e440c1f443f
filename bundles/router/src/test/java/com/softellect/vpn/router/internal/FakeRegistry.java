package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import java.util.List;

/** A registry with fixed sessions. */
record FakeRegistry(List<Session> sessions) implements SessionRegistry {

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
    public Session byAddress(int address) {
        return sessions.stream().filter(s -> s.address() == address).findFirst().orElse(null);
    }

    @Override
    public Session open(Client client, boolean superPackets) {
        throw new UnsupportedOperationException("the router opens no session");
    }

    @Override
    public Session find(String sessionId) {
        throw new UnsupportedOperationException("the router has no business with session ids");
    }

    @Override
    public void end(Session session, EndReason reason) {
        throw new UnsupportedOperationException("the router ends no session");
    }

    @Override
    public EndReason endReason(String sessionId) {
        throw new UnsupportedOperationException("the router has no business with session ids");
    }

    @Override
    public void endClient(String clientId, EndReason reason) {
        throw new UnsupportedOperationException("the router ends nothing");
    }

    @Override
    public void clientChanged(Client changed) {
        throw new UnsupportedOperationException("the router changes nothing");
    }

    @Override
    public long quotaUsed(Client client) {
        throw new UnsupportedOperationException();
    }
}
