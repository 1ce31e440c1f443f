package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionTraffic;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** What commands read of a session. Everything else fails. */
public record FakeSession(long number, String clientId, String dottedAddress, BooleanSupplier live) {

    static final String ID = "a-secret-that-no-operator-may-see";

    static Session of(long number, String clientId, String address) {
        return of(number, clientId, address, () -> true);
    }

    static Session of(long number, String clientId, String address, BooleanSupplier live) {
        return FakeContext.proxy(Session.class, new FakeSession(number, clientId, address, live));
    }

    public boolean isLive() {
        return live.getAsBoolean();
    }

    public String id() {
        return ID;
    }

    public int address() {
        return Ipv4Network.parseAddress(dottedAddress);
    }

    public Instant openedAt() {
        return Instant.EPOCH;
    }

    public long idleMillis() {
        return 61_000;
    }

    public int permits() {
        return 7;
    }

    public int parkedPolls() {
        return 3;
    }

    public SessionTraffic traffic() {
        return new SessionTraffic(10, 1500, 20, 2_500_000, 5);
    }
}
