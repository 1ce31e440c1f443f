package com.softellect.vpn.datapath;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/** Message buffers that are not in use. Thread-safe. */
public final class MessageBuffers {

    /** As many as are in use at a time on a busy machine; more are made where they are needed, and not kept. */
    private static final int MOST_KEPT = 8;

    /** What a longer one holds is given back to the heap. */
    private static final int LONGEST_KEPT_BYTES = 1 << 20;

    private final Queue<MessageBuffer> free = new ArrayBlockingQueue<>(MOST_KEPT);

    /** The caller's own until it is given back. */
    public MessageBuffer take() {
        MessageBuffer kept = free.poll();
        return kept == null ? new MessageBuffer() : kept;
    }

    /** @param unused nobody has it or its bytes any more */
    public void give(MessageBuffer unused) {
        if (unused.capacity() <= LONGEST_KEPT_BYTES) {
            free.offer(unused);
        }
    }
}
