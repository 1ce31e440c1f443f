package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.contract.ReceivePackets;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.contract.VpnGateway;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;

/**
 * Asks the gateway for packets, one poll at a time, whenever the gate wants one. The gate hears of the answer before its packets
 * are delivered, so that another poller is out again meanwhile.
 *
 * <p>Threads: each poller of a connection runs {@link #call} on a thread of its own.
 */
final class Poller implements Callable<Void> {

    private final VpnGateway gateway;
    private final ReceivePackets request;
    private final PollGate gate;
    private final FromWire wire;
    private final LongAdder answers;

    Poller(VpnGateway gateway, String sessionId, PollGate gate, FromWire wire, LongAdder answers) {
        this.gateway = gateway;
        this.request = new ReceivePackets(sessionId);
        this.gate = gate;
        this.wire = wire;
        this.answers = answers;
    }

    /** Polls until the gate is closed. A call that fails ends it. */
    @Override
    public Void call() throws Exception {
        while (gate.await()) {
            long began = System.nanoTime();
            ReceivePacketsResponse answer = gateway.receivePackets(request);
            answers.increment();
            wire.beginAt(answer.getSequence());
            tell(new Batch(answer.getSequence(), answer.getPackets()), began, System.nanoTime());
            wire.received(answer);
        }
        return null;
    }

    private void tell(Batch batch, long began, long now) {
        if (batch.isEmpty()) {
            gate.answeredEmpty();
        } else {
            gate.answered(batch, now - began, now);
        }
    }
}
