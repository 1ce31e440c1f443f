package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.datapath.BatchOrder;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The door for what comes from the wire over one connection:
 *
 * <ol>
 *   <li>a {@link Poller} asks for packets, and brings each answer here;
 *   <li>answers that overtook each other are put back in order;
 *   <li>what is not a well-formed IPv4 packet is dropped and counted;
 *   <li>the rest goes into the TUN adapter; what that has no room for is dropped and counted.
 * </ol>
 *
 * <p>Threads: all methods may be called by any thread. When {@link #close} has returned, no packet reaches the adapter from here.
 */
final class FromWire implements AutoCloseable {

    private final TunAdapter adapter;
    private final Counters counters;
    private final BatchOrder order;

    /** Guarded by this. */
    private boolean closed;

    /** @param scheduler ends the wait for an answer that is missing */
    FromWire(TunAdapter adapter, Counters counters, ScheduledExecutorService scheduler) {
        this.adapter = adapter;
        this.counters = counters;
        this.order = new BatchOrder(this::deliver, late -> counters.drop(DropReason.LATE, late), scheduler);
    }

    /** An answer came. If the connection was closed meanwhile its packets are dropped and counted. */
    synchronized void received(ReceivePacketsResponse answer) {
        if (closed) {
            counters.drop(DropReason.SESSION_ENDED, answer.getPackets().size());
        } else {
            order.accept(new Batch(answer.getSequence(), answer.getPackets()));
        }
    }

    private void deliver(List<byte[]> packets) {
        for (byte[] packet : packets) {
            DropReason bad = Ipv4Packet.check(packet);
            DropReason reason = bad == null ? send(packet) : bad;
            if (reason == null) {
                counters.out(packet.length);
            } else {
                counters.drop(reason);
            }
        }
    }

    /** An adapter that went away is not this door's matter: its receive loop notices, and tells the supervisor. */
    private DropReason send(byte[] packet) {
        try {
            return adapter.send(packet) ? null : DropReason.ADAPTER_FULL;
        } catch (TunAdapterException e) {
            return DropReason.ADAPTER_UNAVAILABLE;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        order.close();
    }
}
