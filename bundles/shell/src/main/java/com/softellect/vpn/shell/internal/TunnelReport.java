package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.SurroundingsStatus;
import com.softellect.vpn.api.tunnel.TunnelStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** The client's tunnel, and the system around it where something sees to that, in a few lines. */
record TunnelReport(TunnelStatus status, Optional<SurroundingsStatus> surroundings) {

    void print(PrintStream out) {
        new Report("Client")
                .line("tunnel", status.state() + " for " + Age.since(status.since()))
                .line("problem", status.problem())
                .line("next try", nextTry())
                .line("gateway", status.gateway())
                .line("limits", status.notice())
                .line("client", status.clientId() == null ? "no profile: vpn:connect FILE" : status.clientId())
                .line("adapter", status.adapterName())
                .line("address", status.address())
                .line("through it", through())
                .line("kill switch", surroundings.filter(SurroundingsStatus::killSwitchClosed).map(closed -> "closed").orElse(null))
                .line("way outside", surroundings.filter(around -> around.mtu() != 0).map(around -> "packets of " + around.mtu() + " bytes at most").orElse(null))
                .line("settings", surroundings.map(SurroundingsStatus::problem).orElse(null))
                .line("reconnects", status.reconnects() + ", " + status.resumes() + " with the session going on")
                .line("polls", status.polls() + " answered, " + status.pollsInFlight() + " in flight")
                .print(out);
    }

    private String through() {
        return surroundings.map(SurroundingsStatus::through).filter(networks -> !networks.isEmpty())
                .map(networks -> networks.stream().map(Ipv4Network::toString).collect(Collectors.joining(", "))).orElse(null);
    }

    private String nextTry() {
        return status.nextAttempt() == null ? null : "in " + Age.of(Duration.between(Instant.now(), status.nextAttempt()));
    }
}
