package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.session.Batch;

/**
 * Decides how many senders may have a call in flight, or wait for packets to make one.
 *
 * <p>Threads: all methods may be called by any thread. A sender calls {@link #await}, makes a call, and calls {@link #answered}.
 */
final class SendGate {

    /** Guarded by this, as are all below. */
    private final CallWindow window;
    private int inside;
    private boolean closed;

    /** @param most calls in flight, at least 1 */
    SendGate(int most) {
        this.window = new CallWindow(most);
    }

    /** Waits until another call may be made. Returns false if there are to be no more. */
    synchronized boolean await() throws InterruptedException {
        while (inside >= window.size() && !closed) {
            wait();
        }
        inside++;
        return !closed;
    }

    /** See {@link CallWindow#answered}. */
    synchronized void answered(Batch batch, long took, long now) {
        inside--;
        window.answered(batch, took, now);
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
