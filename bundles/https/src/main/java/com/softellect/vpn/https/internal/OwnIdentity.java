package com.softellect.vpn.https.internal;

import com.softellect.vpn.api.gateway.GatewayIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Who this gateway is, and what it shows at its door. Any thread; {@link #replace} is called by one at a time. */
public final class OwnIdentity implements GatewayIdentity {

    private final PublicNames names;
    private final List<String> backupPins;
    private final List<Consumer<GatewayCertificate>> followers = new CopyOnWriteArrayList<>();

    /** Newest first. Published by {@link #replace}. */
    private volatile List<String> ownPins;

    /** Published by {@link #replace}. */
    private volatile GatewayCertificate current;

    /** @param backupPins pins for profiles besides that of the certificate */
    public OwnIdentity(GatewayCertificate certificate, PublicNames names, List<String> backupPins) {
        this.current = certificate;
        this.names = names;
        this.backupPins = List.copyOf(backupPins);
        this.ownPins = List.of(certificate.pin());
    }

    @Override
    public String pin() {
        return current.pin();
    }

    @Override
    public List<String> profilePins() {
        return Stream.concat(Stream.of(pin()), backupPins.stream()).distinct().toList();
    }

    @Override
    public boolean isOwn(String pin) {
        return ownPins.contains(pin);
    }

    @Override
    public List<String> urls() {
        return names.urls();
    }

    @Override
    public Instant notAfter() {
        return current.notAfter();
    }

    GatewayCertificate current() {
        return current;
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
        List<String> pins = new ArrayList<>(ownPins);
        pins.remove(next.pin());
        pins.add(0, next.pin());
        // The pins first: who is shown the new key must find it known.
        ownPins = List.copyOf(pins);
        current = next;
        followers.forEach(follower -> follower.accept(next));
    }
}
