package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.tunnel.Tunnel;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A tunnel in a given state; remembers that it was told to disconnect. */
final class FakeTunnel implements Tunnel {

    final CompletableFuture<TunnelStatus> connecting = new CompletableFuture<>();
    boolean disconnected;
    private final TunnelStatus status;

    FakeTunnel(TunnelState state, String problem) {
        this.status = new TunnelStatus(state, "http://gw:8181/cxf/vpn", "alice", "vpnc0", "10.66.77.2/24", Instant.now(), problem,
                null, 2, 40, 1);
    }

    /** One whose connect() ends at once in its state. */
    static FakeTunnel thatEnds(TunnelState state, String problem) {
        FakeTunnel tunnel = new FakeTunnel(state, problem);
        tunnel.connecting.complete(tunnel.status);
        return tunnel;
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
