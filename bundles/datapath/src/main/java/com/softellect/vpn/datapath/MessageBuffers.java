package com.softellect.vpn.datapath;

import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/** Message buffers that are not in use. Thread-safe. */
public final class MessageBuffers {

    /** As many as are in use at a time on a busy machine; more are made where they are needed, and not kept. */
    private static final int MOST_KEPT = 8;

    private static final int STEP_BYTES = 64 << 10;

    /** What a longer one holds is given back to the heap. */
    private static final int LONGEST_KEPT_BYTES = 1 << 20;

    private final Queue<MessageBuffer> free = new ArrayBlockingQueue<>(MOST_KEPT);

    /**
     * The length of an array that is to be used again: in steps, so that after a few of them it fits all messages. One that grew a little with each
     * longer message would leave garbage that has become old, which costs a full collection in the end.
     *
     * @param atLeast bytes
     */
    public static int room(int atLeast) {
        return atLeast < STEP_BYTES ? Math.max(1, Integer.highestOneBit(atLeast) << 1) : (atLeast + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
    }

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
