package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.datapath.PacketSink;
import com.softellect.vpn.datapath.offload.Mtu;
import java.util.function.BiConsumer;

/**
 * The door for what comes from the TUN adapter:
 *
 * <ol>
 *   <li>the receive loop waits for packets, and brings each one here;
 *   <li>what is not a well-formed IPv4 packet, or longer than the MTU and no super-packet, is dropped and counted;
 *   <li>the rest goes to the outbound queue of the session, super-packets cut if the gateway takes none; if the queue is full the packet is dropped and
 *       counted;
 *   <li>a {@link Sender} takes all that is queued and makes one call of it.
 * </ol>
 *
 * <p>The loop goes on while there is no connection: the system then sees an interface that works. As long as the session may still be resumed
 * what it sends is queued; without a session it is dropped and counted as {@link DropReason#SESSION_ENDED} at once, instead of arriving stale after
 * the connection is back.
 *
 * <p>Threads: {@link #received} and {@link #ended} are called by the receive loop, {@link #sendOver} by the supervisor.
 */
final class FromAdapter implements PacketSink {

    private final Mtu mtu;
    private final Counters counters;
    private final BiConsumer<FromAdapter, String> onLost;

    /** The queue of the newest session; null before the first one. Published by {@link #sendOver}. */
    private volatile OutboundQueue queue;

    /** @param onLost told when the loop ended although nobody stopped it, and why; called by the loop's thread */
    FromAdapter(Mtu mtu, Counters counters, BiConsumer<FromAdapter, String> onLost) {
        this.mtu = mtu;
        this.counters = counters;
        this.onLost = onLost;
    }

    /** Packets go to this queue from now on. */
    void sendOver(OutboundQueue next) {
        queue = next;
    }

    @Override
    public void received(byte[] packet) {
        counters.in(packet.length);
        OutboundQueue current = queue;
        DropReason bad = mtu.check(packet, true);
        if (bad != null) {
            counters.drop(bad);
        } else if (current == null) {
            counters.drop(DropReason.SESSION_ENDED);
        } else {
            mtu.give(packet, current.superPackets(), part -> queue(current, part));
        }
    }

    private void queue(OutboundQueue current, byte[] packet) {
        DropReason reason = current.offer(packet);
        if (reason != null) {
            counters.drop(reason);
        }
    }

    @Override
    public void ended(String problem) {
        if (problem != null) {
            onLost.accept(this, problem);
        }
    }
}
