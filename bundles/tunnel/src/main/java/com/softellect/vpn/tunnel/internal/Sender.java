package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.contract.SendPackets;
import com.softellect.vpn.contract.VpnGateway;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * Carries batches to the gateway, one call at a time. While the call is in flight the next batch grows by itself: nothing here
 * waits for more packets.
 *
 * <p>Threads: each sender of a connection runs {@link #call} on a thread of its own.
 */
final class Sender implements Callable<Void> {

    private final VpnGateway gateway;
    private final String sessionId;
    private final OutboundQueue queue;
    private final BooleanSupplier over;
    private final SendGate gate;
    private final Counters counters;

    /**
     * @param over whether the connection has ended
     * @param gate of all senders of the connection
     */
    Sender(VpnGateway gateway, String sessionId, OutboundQueue queue, BooleanSupplier over, SendGate gate, Counters counters) {
        this.gateway = gateway;
        this.sessionId = sessionId;
        this.queue = queue;
        this.over = over;
        this.gate = gate;
        this.counters = counters;
    }

    /**
     * Sends until the connection or the queue ends. A call that fails ends it: there is no second try, its packets may have arrived. Their numbers
     * are used up either way.
     */
    @Override
    public Void call() throws Exception {
        Batch batch;
        while (gate.await() && (batch = queue.take(over)) != null) {
            long began = System.nanoTime();
            send(batch);
            long now = System.nanoTime();
            gate.answered(batch, now - began, now);
        }
        return null;
    }

    private void send(Batch batch) throws Exception {
        boolean sent = false;
        try {
            gateway.sendPackets(new SendPackets(sessionId, batch.sequence(), batch.packets()));
            sent = true;
        } finally {
            if (!sent) {
                counters.drop(DropReason.SESSION_ENDED, batch.packets().size());
            }
        }
    }
}
