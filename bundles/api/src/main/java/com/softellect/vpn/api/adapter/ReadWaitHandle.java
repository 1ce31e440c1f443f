package com.softellect.vpn.api.adapter;

import org.osgi.annotation.versioning.ProviderType;

/**
 * The read wait handle of an adapter's running session. It does not own what it waits on: closing it never closes the
 * adapter's own handle. Used by one thread at a time.
 */
@ProviderType
public interface ReadWaitHandle extends AutoCloseable {

    /**
     * Waits, without a timeout and without polling, for any of {this handle, the cancellation}. The cancellation wins
     * where both are signalled. Spurious {@link Wakeup#READABLE} is legal: receive until the adapter is empty, then wait.
     *
     * @throws TunAdapterException if the system refuses to wait: the loop must end, it must not wait again
     */
    Wakeup waitAny(Cancellation cancellation) throws TunAdapterException;

    /** Disposes of the wrapper. A thread inside {@link #waitAny} returns {@link Wakeup#CANCELLED}. */
    @Override
    void close();
}
