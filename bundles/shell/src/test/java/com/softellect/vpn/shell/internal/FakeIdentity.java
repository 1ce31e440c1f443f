package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.gateway.GatewayIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A gateway whose certificate ends when it is told. */
final class FakeIdentity implements GatewayIdentity {

    static final String PIN = "sha256/" + "A".repeat(43) + "=";

    Instant notAfter = Instant.now().plus(Duration.ofDays(365));

    @Override
    public String pin() {
        return PIN;
    }

    @Override
    public List<String> profilePins() {
        return List.of(PIN);
    }

    @Override
    public List<String> ownPins() {
        return List.of(PIN);
    }

    @Override
    public List<String> urls() {
        return List.of("https://gw:8443/cxf/vpn");
    }

    @Override
    public Instant notAfter() {
        return notAfter;
    }
}
