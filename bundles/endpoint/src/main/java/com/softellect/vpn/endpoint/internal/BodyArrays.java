package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.datapath.MessageBuffers;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/** Arrays for large bodies, used again: they are the longest ones on the way up, and live too long for the young generation. Thread-safe. */
final class BodyArrays {

    /** As many bodies as are read at a time on a busy machine; more arrays are made where they are needed, and not kept. */
    private static final int MOST_KEPT = 8;

    private static final int LONGEST_KEPT_BYTES = 1 << 20;

    private final Queue<byte[]> free = new ArrayBlockingQueue<>(MOST_KEPT);

    /** @return an array of that length or longer, with anything in it */
    byte[] take(int length) {
        byte[] kept = free.poll();
        return kept != null && kept.length >= length ? kept : new byte[MessageBuffers.room(length)]; // one that is too short makes room for a longer one
    }

    /** @param unused nobody has it any more */
    void give(byte[] unused) {
        if (unused.length <= LONGEST_KEPT_BYTES) {
            free.offer(unused);
        }
    }
}
