package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.ParkedPoll;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionTraffic;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A session that keeps what it is offered. */
final class FakeSession implements Session {

    final BlockingQueue<byte[]> offered = new LinkedBlockingQueue<>();
    boolean clientToClient = true;
    boolean superPackets;
    Policy policy = Policy.OPEN;
    boolean quotaUsedUp;
    private final int address;

    FakeSession(String address) {
        this.address = Ipv4Network.parseAddress(address);
    }

    @Override
    public boolean offer(byte[] packet) {
        return offered.add(packet);
    }

    @Override
    public int address() {
        return address;
    }

    @Override
    public String id() {
        throw new UnsupportedOperationException("the router has no business with session ids");
    }

    @Override
    public String notice() {
        return null;
    }

    @Override
    public long number() {
        return 1;
    }

    @Override
    public String clientId() {
        return Ipv4Network.format(address);
    }

    @Override
    public Instant openedAt() {
        return Instant.EPOCH;
    }

    @Override
    public long idleMillis() {
        return 0;
    }

    @Override
    public void touch() {
        throw new UnsupportedOperationException("a packet for a client is no sign of life of it");
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public EndReason endReason() {
        return null;
    }

    @Override
    public boolean clientToClient() {
        return clientToClient;
    }

    @Override
    public Policy policy() {
        return policy;
    }

    @Override
    public boolean quotaUsedUp() {
        return quotaUsedUp;
    }

    @Override
    public boolean superPackets() {
        return superPackets;
    }

    @Override
    public Batch take(int maxPackets, int maxBytes) {
        throw new UnsupportedOperationException("the router takes nothing from a session");
    }

    @Override
    public ParkedPoll park(Runnable wake) {
        throw new UnsupportedOperationException("the router parks nothing");
    }

    @Override
    public int permits() {
        return offered.size();
    }

    @Override
    public int parkedPolls() {
        return 0;
    }

    @Override
    public SessionTraffic traffic() {
        return new SessionTraffic(0, 0, 0, 0, 0);
    }

    @Override
    public void countFromClient(int packets, long bytes) {
        throw new UnsupportedOperationException("the endpoint counts");
    }
}
