package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.gateway.GatewayIdentity;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** A gateway with these pins, newest first. */
record FakeIdentity(List<String> ownPins) implements GatewayIdentity {

    static final String URL = "https://vpn.example.org:8443/cxf/vpn";

    FakeIdentity(String... pins) {
        this(List.of(pins));
    }

    static String pin(int number) {
        byte[] hash = new byte[32];
        hash[0] = (byte) number;
        return "sha256/" + Base64.getEncoder().encodeToString(hash);
    }

    @Override
    public String pin() {
        return ownPins.get(0);
    }

    @Override
    public List<String> profilePins() {
        return List.of(pin(), pin(99));
    }

    @Override
    public List<String> urls() {
        return List.of(URL);
    }

    @Override
    public Instant notAfter() {
        throw new UnsupportedOperationException();
    }
}
