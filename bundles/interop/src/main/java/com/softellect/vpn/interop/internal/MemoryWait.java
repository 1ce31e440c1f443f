package com.softellect.vpn.interop.internal;

import java.util.function.BooleanSupplier;

/**
 * Waits for packets of an in-memory adapter. As the wait of a real adapter it has no timeout and is not ended by an interrupt.
 *
 * <p>Threads: whoever makes the adapter readable calls {@link #readable} after that.
 */
final class MemoryWait implements WaitSource {

    private final BooleanSupplier isReadable;

    /** Guarded by this. */
    private boolean signalled;

    MemoryWait(BooleanSupplier isReadable) {
        this.isReadable = isReadable;
    }

    @Override
    public synchronized void await() {
        boolean interrupted = false;
        while (!signalled && !isReadable.getAsBoolean()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Wakes the reader to look again. */
    synchronized void readable() {
        notifyAll();
    }

    @Override
    public synchronized void signal() {
        signalled = true;
        notifyAll();
    }

    @Override
    public synchronized void clear() {
        signalled = false;
    }

    @Override
    public void dispose() {
        signal(); // nothing to free; whoever waited by mistake would not wait for ever
    }
}
