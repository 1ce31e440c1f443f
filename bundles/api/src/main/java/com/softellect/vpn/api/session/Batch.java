package com.softellect.vpn.api.session;

import java.util.List;

/**
 * Packets in the order in which they were queued.
 *
 * @param sequence the sequence number of the first packet; the first packet of a session has 0, each further one is one more
 * @param packets  the packets; may be empty, and then the sequence number is that of the next packet to come
 */
public record Batch(long sequence, List<byte[]> packets) {

    public boolean isEmpty() {
        return packets.isEmpty();
    }

    /** The sequence number after the last packet. */
    public long next() {
        return sequence + packets.size();
    }

    public long bytes() {
        long bytes = 0;
        for (byte[] packet : packets) {
            bytes += packet.length;
        }
        return bytes;
    }
}
