package com.softellect.vpn.shell.internal;

import com.softellect.vpn.api.tunnel.TunnelStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** The client's tunnel in a few lines. */
record TunnelReport(TunnelStatus status) {

    void print(PrintStream out) {
        new Report("Client")
                .line("tunnel", status.state() + " for " + Age.since(status.since()))
                .line("problem", status.problem())
                .line("next try", nextTry())
                .line("gateway", status.gateway())
                .line("client", status.clientId() == null ? "no profile: vpn:connect FILE" : status.clientId())
                .line("adapter", status.adapterName())
                .line("address", status.address())
                .line("reconnects", status.reconnects() + ", " + status.resumes() + " with the session going on")
                .line("polls", status.polls() + " answered, " + status.pollsInFlight() + " in flight")
                .print(out);
    }

    private String nextTry() {
        return status.nextAttempt() == null ? null : "in " + Age.of(Duration.between(Instant.now(), status.nextAttempt()));
    }
}
