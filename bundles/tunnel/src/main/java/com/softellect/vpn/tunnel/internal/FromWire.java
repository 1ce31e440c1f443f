package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.datapath.BatchOrder;
import com.softellect.vpn.datapath.offload.Mtu;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The door for what comes from the wire over one connection:
 *
 * <ol>
 *   <li>a {@link Poller} asks for packets, and brings each answer here;
 *   <li>answers that overtook each other are put back in order;
 *   <li>what is not a well-formed IPv4 packet, or longer than the MTU and no super-packet that was agreed on, is dropped and counted;
 *   <li>the rest goes into the TUN adapter, super-packets cut if that has no offload; what that has no room for is dropped and counted.
 * </ol>
 *
 * <p>Threads: all methods may be called by any thread. When {@link #close} has returned, no packet reaches the adapter from here.
 */
final class FromWire implements AutoCloseable {

    private final SteadyAdapter adapter;
    private final Mtu mtu;
    private final boolean superPackets;
    private final Counters counters;
    private final BatchOrder order;

    /** The number that the order begins with; null: that of the first answer. Guarded by this, as is {@link #closed}. */
    private Long first;
    private boolean closed;

    /**
     * @param superPackets whether the gateway may send some
     * @param resumed      the session had a connection before, and answers to that one may be lost for good
     * @param scheduler    ends the wait for an answer that is missing
     */
    FromWire(SteadyAdapter adapter, boolean superPackets, Counters counters, boolean resumed, ScheduledExecutorService scheduler) {
        this.adapter = adapter;
        this.mtu = new Mtu(adapter.settings().mtu());
        this.superPackets = superPackets;
        this.counters = counters;
        this.first = resumed ? null : 0L;
        this.order = new BatchOrder(this::deliver, late -> counters.drop(DropReason.LATE, late),
                (task, millis) -> scheduler.schedule(() -> elsewhere(task), millis, TimeUnit.MILLISECONDS));
    }

    /** Not on the scheduler's own thread: packets wait for an adapter that is away, and that thread, the supervisor's, is the one that brings it back. */
    private static void elsewhere(Runnable task) {
        Thread thread = new Thread(task, "vpn-tunnel-gap");
        thread.setDaemon(true);
        thread.start();
    }

    /** To be told of the first answer at least, before another poll goes out that might overtake it. */
    synchronized void beginAt(long sequence) {
        if (first == null) {
            first = sequence;
        }
    }

    /** An answer came. If the connection was closed meanwhile its packets are dropped and counted. */
    synchronized void received(ReceivePacketsResponse answer) {
        beginAt(answer.getSequence());
        if (closed) {
            counters.drop(DropReason.SESSION_ENDED, answer.getPackets().size());
        } else {
            order.accept(new Batch(answer.getSequence() - first, answer.getPackets()));
        }
    }

    private void deliver(List<byte[]> packets) {
        for (byte[] packet : packets) {
            DropReason bad = mtu.check(packet, superPackets);
            if (bad == null) {
                mtu.give(packet, adapter.settings().offload(), this::send);
            } else {
                counters.drop(bad);
            }
        }
    }

    /** An adapter that went away is not this door's matter: its receive loop notices, and tells the supervisor. */
    private void send(byte[] packet) {
        try {
            if (adapter.send(packet)) {
                counters.out(packet.length);
            } else {
                counters.drop(DropReason.ADAPTER_FULL);
            }
        } catch (TunAdapterException e) {
            counters.drop(DropReason.ADAPTER_UNAVAILABLE);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        order.close();
    }
}
