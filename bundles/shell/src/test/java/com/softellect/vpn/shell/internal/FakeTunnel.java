package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.tunnel.Tunnel;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import com.softellect.vpn.credential.Profile;
import com.softellect.vpn.credential.ProfileFormat;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A tunnel in a given state; remembers what it was told. */
final class FakeTunnel implements Tunnel {

    static final String NOTICE = "quota of 50 GB a month used up, nothing passes until 2026-12-01T00:00:00Z";

    final CompletableFuture<TunnelStatus> connecting = new CompletableFuture<>();
    boolean disconnected;
    Profile profile;
    IOException unwritable;
    private final TunnelStatus status;

    FakeTunnel(TunnelState state, String problem) {
        this.status = new TunnelStatus(state, "https://gw:8443/cxf/vpn", "alice", "vpnc0", "10.66.77.2/24", Instant.now(), problem,
                NOTICE, null, 3, 2, 40, 1);
    }

    static FakeTunnel withoutProfile() {
        return new FakeTunnel(new TunnelStatus(TunnelState.DISCONNECTED, null, null, null, null, Instant.now(), null, null, null, 0, 0, 0, 0));
    }

    private FakeTunnel(TunnelStatus status) {
        this.status = status;
    }

    /** One whose connect() ends at once in its state. */
    static FakeTunnel thatEnds(TunnelState state, String problem) {
        FakeTunnel tunnel = new FakeTunnel(state, problem);
        tunnel.connecting.complete(tunnel.status);
        return tunnel;
    }

    @Override
    public void useProfile(byte[] bytes) throws IOException {
        if (unwritable != null) {
            throw unwritable;
        }
        profile = ProfileFormat.read(bytes);
    }

    @Override
    public String publicKey() throws IOException {
        if (unwritable != null) {
            throw unwritable;
        }
        return FakeAdministration.PUBLIC_KEY;
    }

    @Override
    public CompletionStage<TunnelStatus> connect() {
        return connecting;
    }

    @Override
    public void disconnect() {
        disconnected = true;
    }

    @Override
    public TunnelStatus status() {
        return status;
    }
}
