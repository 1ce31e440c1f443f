package com.softellect.vpn.datapath;

import com.softellect.vpn.api.session.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Packets in order, bounded in packets and in bytes, each numbered as it is taken.
 *
 * <p>Not thread-safe: the owner guards it with its own lock, together with the state that must agree with it.
 */
public final class PacketQueue {

    private final int maxPackets;
    private final long maxBytes;
    private final ArrayDeque<byte[]> packets = new ArrayDeque<>();
    private long bytes;
    private long nextSequence;

    /**
     * @param maxPackets at least 1
     * @param maxBytes   at least the largest packet
     */
    public PacketQueue(int maxPackets, long maxBytes) {
        this.maxPackets = maxPackets;
        this.maxBytes = maxBytes;
    }

    /** The next packet that is taken has this number: the queue goes on where another one has ended. */
    public void continueAt(long sequence) {
        nextSequence = sequence;
    }

    /** @return false if the queue is full: the packet was not queued */
    public boolean offer(byte[] packet) {
        if (packets.size() >= maxPackets || bytes + packet.length > maxBytes) {
            return false;
        }
        packets.add(packet);
        bytes += packet.length;
        return true;
    }

    /**
     * Takes packets, oldest first.
     *
     * @param most      at least 1
     * @param mostBytes a packet that would go beyond is left for the next batch; the first one is taken whatever its size
     */
    public Batch take(int most, long mostBytes) {
        List<byte[]> taken = new ArrayList<>(Math.min(most, packets.size()));
        long takenBytes = 0;
        byte[] next;
        while (taken.size() < most && (next = packets.peek()) != null
                && (taken.isEmpty() || takenBytes + next.length <= mostBytes)) {
            taken.add(packets.remove());
            takenBytes += next.length;
        }
        bytes -= takenBytes;
        Batch batch = new Batch(nextSequence, taken);
        nextSequence = batch.next();
        return batch;
    }

    /** Throws all packets away and returns how many there were. Their numbers are not used. */
    public int clear() {
        int count = packets.size();
        packets.clear();
        bytes = 0;
        return count;
    }

    public int size() {
        return packets.size();
    }

    public long bytes() {
        return bytes;
    }
}
