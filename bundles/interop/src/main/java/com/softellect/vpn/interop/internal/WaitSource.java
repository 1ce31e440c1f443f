package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;

/**
 * What a system waits on for an adapter: the read handle, which belongs to the adapter, and a wake signal, which belongs to
 * this object. The wake signal stays on until it is cleared.
 *
 * <p>Threads: {@link #await} and {@link #clear} are called by the one reading thread, {@link #signal} by any; nothing is
 * called during or after {@link #dispose}. {@link GuardedReadWaitHandle} sees to that.
 */
interface WaitSource {

    /**
     * Returns when the read handle or the wake signal is on. No timeout; may return for no reason.
     *
     * @throws TunAdapterException if the system refuses to wait
     */
    void await() throws TunAdapterException;

    /** Turns the wake signal on. Never blocks, never throws. */
    void signal();

    /** Turns the wake signal off. */
    void clear();

    /** Frees the wake signal, and only that: the read handle is the adapter's. Called once. */
    void dispose();
}
