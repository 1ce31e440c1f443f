package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.datapath.PacketSink;
import java.util.function.BiConsumer;

/**
 * The door for what comes from the TUN adapter:
 *
 * <ol>
 *   <li>the receive loop waits for packets, and brings each one here;
 *   <li>what is not a well-formed IPv4 packet is dropped and counted;
 *   <li>the rest goes to the outbound queue of the session; if the queue is full the packet is dropped and counted;
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

    private final Counters counters;
    private final BiConsumer<FromAdapter, String> onLost;

    /** The queue of the newest session; null before the first one. Published by {@link #sendOver}. */
    private volatile OutboundQueue queue;

    /** @param onLost told when the loop ended although nobody stopped it, and why; called by the loop's thread */
    FromAdapter(Counters counters, BiConsumer<FromAdapter, String> onLost) {
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
        DropReason bad = Ipv4Packet.check(packet);
        DropReason reason = bad == null ? queue(packet) : bad;
        if (reason != null) {
            counters.drop(reason);
        }
    }

    private DropReason queue(byte[] packet) {
        OutboundQueue current = queue;
        return current == null ? DropReason.SESSION_ENDED : current.offer(packet);
    }

    @Override
    public void ended(String problem) {
        if (problem != null) {
            onLost.accept(this, problem);
        }
    }
}
