package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.session.Batch;

/**
 * Decides how many polls are out. One always is; answers that bring packets open one more, as far as the {@link CallWindow} goes; an answer
 * without packets is not followed by a new poll as long as another one is out. So an idle tunnel has exactly one poll parked.
 *
 * <p>Threads: all methods may be called by any thread. A poller calls {@link #await}, polls, and calls {@link #answered}.
 */
final class PollGate {

    /** Guarded by this, as are all below. */
    private final CallWindow window;

    /** Polls that may go out now; a poller that takes one makes it at once. */
    private int free = 1;
    private int out;
    private boolean closed;

    /** @param most the most polls that may be out, at least 1 */
    PollGate(int most) {
        this.window = new CallWindow(most);
    }

    /** Waits until a poll is wanted. Returns false if there are to be no more. */
    synchronized boolean await() throws InterruptedException {
        while (free == 0 && !closed) {
            wait();
        }
        if (closed) {
            return false;
        }
        free--;
        out++;
        return true;
    }

    /** A poll that {@link #await} let out brought packets. See {@link CallWindow#answered}. */
    synchronized void answered(Batch batch, long took, long now) {
        out--;
        window.answered(batch, took, now);
        free = Math.max(out == 0 ? 1 : 0, Math.min(free + 2, window.size() - out));
        notifyAll();
    }

    /** A poll that {@link #await} let out brought none. */
    synchronized void answeredEmpty() {
        out--;
        if (out + free == 0) {
            free = 1;
        }
        notifyAll();
    }

    /** The polls that are out. */
    synchronized int out() {
        return out;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
