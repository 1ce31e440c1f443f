package com.softellect.vpn.https.internal;

import com.softellect.vpn.api.gateway.GatewayIdentity;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Who this gateway is, and what it shows at its door. Any thread; {@link #replace} is called by one at a time. */
public final class OwnIdentity implements GatewayIdentity {

    private final PublicNames names;
    private final List<String> backupPins;
    private final List<Consumer<GatewayCertificate>> followers = new CopyOnWriteArrayList<>();

    /** Published by {@link #replace}. */
    private volatile Served served;

    /** @param backupPins pins for profiles besides that of the certificate */
    public OwnIdentity(GatewayCertificate certificate, PublicNames names, List<String> backupPins) {
        this.names = names;
        this.backupPins = List.copyOf(backupPins);
        this.served = new Served(certificate, List.of(certificate.pin()));
    }

    @Override
    public String pin() {
        return served.pins().get(0);
    }

    @Override
    public List<String> profilePins() {
        return Stream.concat(Stream.of(pin()), backupPins.stream()).distinct().toList();
    }

    @Override
    public List<String> ownPins() {
        return served.pins();
    }

    @Override
    public List<String> urls() {
        return names.urls();
    }

    @Override
    public Instant notAfter() {
        return current().notAfter();
    }

    List<String> backupPins() {
        return backupPins;
    }

    GatewayCertificate current() {
        return served.certificate();
    }

    /** Has a door told about each certificate that is served from now on. */
    void follow(Consumer<GatewayCertificate> follower) {
        followers.add(follower);
    }

    void unfollow(Consumer<GatewayCertificate> follower) {
        followers.remove(follower);
    }

    /** Serves another certificate to connections that are made from now on. */
    public void replace(GatewayCertificate next) {
        String pin = next.pin();
        List<String> pins = Stream.concat(Stream.of(pin), ownPins().stream().filter(other -> !other.equals(pin))).limit(MAX_OWN_PINS).toList();
        // The doors after it: who is shown the new key must find it known.
        served = new Served(next, pins);
        followers.forEach(follower -> follower.accept(next));
    }

    /**
     * @param certificate now
     * @param pins        its own, then those of the ones before it
     */
    private record Served(GatewayCertificate certificate, List<String> pins) {
    }
}
