package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.Cancellation;
import com.softellect.vpn.api.adapter.ReadWaitHandle;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.Wakeup;

/**
 * The read wait handle of every kind of adapter: ties a cancellation to the wake signal of a {@link WaitSource}, and closes in
 * an order in which no thread waits on anything that was freed.
 *
 * <p>Threads: {@link #waitAny} is called by one thread at a time, {@link #close} by any other. A cancellation is registered
 * with once and kept until another one is given, so that a wait costs no lock and no allocation.
 */
final class GuardedReadWaitHandle implements ReadWaitHandle {

    private final WaitSource source;
    private final Gate gate = new Gate();

    /** Written by the reading thread inside the gate; read by the closing thread once the gate is empty. */
    private Cancellation bound;
    private Cancellation.Registration registration = () -> { };

    GuardedReadWaitHandle(WaitSource source) {
        this.source = source;
    }

    @Override
    public Wakeup waitAny(Cancellation cancellation) throws TunAdapterException {
        if (!gate.enter()) {
            return Wakeup.CANCELLED;
        }
        try {
            bind(cancellation);
            if (!isOver(cancellation)) {
                source.await();
            }
            return isOver(cancellation) ? Wakeup.CANCELLED : Wakeup.READABLE;
        } finally {
            gate.exit();
        }
    }

    /**
     * The wake signal is cleared between two cancellations only, never between two waits. If that swallows the signal of
     * {@link #close}, the look at the gate that follows finds it closing.
     */
    private void bind(Cancellation cancellation) {
        if (cancellation != bound) {
            registration.close();
            source.clear();
            bound = cancellation;
            registration = cancellation.onCancel(source::signal);
        }
    }

    private boolean isOver(Cancellation cancellation) {
        return cancellation.isCancelled() || gate.isClosing();
    }

    /** Returns when the wrapper is disposed of, also to a second caller that came while the first was at it. */
    @Override
    public synchronized void close() {
        if (!gate.beginClose()) {
            return;
        }
        source.signal();
        gate.awaitEmpty();
        registration.close(); // from here on no cancellation signals a freed source
        source.dispose();
    }
}
