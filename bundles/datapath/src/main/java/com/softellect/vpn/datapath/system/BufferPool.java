package com.softellect.vpn.datapath.system;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Native buffers for the threads that send: each thread looks first where it looked last time, so that in the steady state
 * nothing is allocated and nobody waits. Not thread locals: those would outlive the adapter in the threads of a pool.
 *
 * <p>Threads: any number take and give back; {@link #close} is called when none does any more.
 */
public final class BufferPool implements AutoCloseable {

    /** Idle buffers kept; a power of two. With more threads than this in the middle of a send, some buffers are not kept. */
    private static final int SLOTS = 16;

    private final int bufferSize;
    private final AtomicReferenceArray<NativeBuffer> idle = new AtomicReferenceArray<>(SLOTS);

    /** @param bufferSize bytes */
    public BufferPool(int bufferSize) {
        this.bufferSize = bufferSize;
    }

    /** The caller owns the buffer until it gives it back. */
    public NativeBuffer take() {
        int first = firstSlot();
        for (int i = 0; i < SLOTS; i++) {
            int slot = first + i & SLOTS - 1;
            NativeBuffer buffer = idle.get(slot);
            if (buffer != null && idle.compareAndSet(slot, buffer, null)) {
                return buffer;
            }
        }
        return new NativeBuffer(bufferSize);
    }

    public void giveBack(NativeBuffer buffer) {
        int first = firstSlot();
        for (int i = 0; i < SLOTS; i++) {
            if (idle.compareAndSet(first + i & SLOTS - 1, null, buffer)) {
                return;
            }
        }
        buffer.close();
    }

    private static int firstSlot() {
        return (int) Thread.currentThread().getId();
    }

    @Override
    public void close() {
        for (int i = 0; i < SLOTS; i++) {
            NativeBuffer buffer = idle.getAndSet(i, null);
            if (buffer != null) {
                buffer.close();
            }
        }
    }
}
