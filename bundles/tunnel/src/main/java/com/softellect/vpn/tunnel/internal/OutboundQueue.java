package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.datapath.PacketQueue;
import java.util.function.BooleanSupplier;

/**
 * The packets that wait to be sent over one session. Whoever takes a batch takes all that is queued, up to the limits, and its
 * number in the same step: batches are numbered in the order of their packets, however many senders there are. If the session goes on over
 * another connection so do the queue and its numbers.
 *
 * <p>Threads: all methods may be called by any thread; {@link #offer} never waits.
 */
final class OutboundQueue {

    private final int maxBatchPackets;
    private final int maxBatchBytes;
    private final boolean superPackets;

    /** Guarded by this, as is {@link #closed}. */
    private final PacketQueue packets;
    private boolean closed;

    /**
     * @param packets      empty, and this queue's own from now on
     * @param superPackets whether they may be offered, or must be cut before
     */
    OutboundQueue(PacketQueue packets, int maxBatchPackets, int maxBatchBytes, boolean superPackets) {
        this.packets = packets;
        this.maxBatchPackets = maxBatchPackets;
        this.maxBatchBytes = maxBatchBytes;
        this.superPackets = superPackets;
    }

    boolean superPackets() {
        return superPackets;
    }

    /** @return null if the packet was queued, for which others may have been dropped, else why it must be dropped itself */
    synchronized DropReason offer(byte[] packet) {
        if (closed) {
            return DropReason.SESSION_ENDED;
        }
        packets.offer(packet);
        notify();
        return null;
    }

    /**
     * Waits for packets and takes them.
     *
     * @param over whether the connection of the one who asks has ended; looked at again at each {@link #wake}
     * @return at least one packet; null if the queue was closed or the connection has ended
     */
    synchronized Batch take(BooleanSupplier over) throws InterruptedException {
        while (packets.size() == 0 && !closed && !over.getAsBoolean()) {
            wait();
        }
        if (closed || over.getAsBoolean()) {
            return null;
        }
        Batch batch = packets.take(maxBatchPackets, maxBatchBytes);
        if (packets.size() > 0) {
            notify();
        }
        return batch;
    }

    /** A connection has ended: those who wait for its packets look again. */
    synchronized void wake() {
        notifyAll();
    }

    /** Ends it as {@link #close} does, and leaves what is queued, with its number, for another one. */
    synchronized Batch leave() {
        Batch all = packets.take(Integer.MAX_VALUE, Long.MAX_VALUE);
        close();
        return all;
    }

    /** Goes on where another one has ended. To be called before anything is offered. */
    synchronized void goOn(Batch left) {
        packets.continueAt(left.sequence());
        left.packets().forEach(packets::offer);
    }

    /** Throws away what is queued, refuses all that comes, and ends the waits. Returns how many packets were thrown away. */
    synchronized int close() {
        closed = true;
        notifyAll();
        return packets.clear();
    }
}
