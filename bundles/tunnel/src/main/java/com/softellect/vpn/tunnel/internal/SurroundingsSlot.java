package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.NetworkListener;
import com.softellect.vpn.api.surroundings.Surroundings;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import com.softellect.vpn.api.surroundings.TunnelLink;
import java.net.InetAddress;
import java.util.List;

/**
 * The system around the tunnel, for as long as the bundle that sees to it is there. While it is not, for example because it is swapped, nothing is done: the
 * system stays as it is.
 *
 * <p>Threads: all methods may be called by any thread.
 */
final class SurroundingsSlot {

    private final NetworkListener listener;

    /** Both published by {@link #come} and {@link #go}. */
    private volatile Surroundings current;
    private volatile Runnable silence = () -> { };

    SurroundingsSlot(NetworkListener listener) {
        this.listener = listener;
    }

    void come(Surroundings surroundings) {
        silence.run();
        silence = surroundings.listen(listener);
        current = surroundings;
    }

    void go(Surroundings surroundings) {
        if (current == surroundings) {
            current = null;
            silence.run();
        }
    }

    boolean isThere() {
        return current != null;
    }

    /** As {@link Surroundings#approach}. */
    void approach(Approach approach) throws SurroundingsException {
        Surroundings now = current;
        if (now != null) {
            now.approach(approach);
        }
    }

    /** As {@link Surroundings#enter}. */
    void enter(TunnelLink link) throws SurroundingsException {
        Surroundings now = current;
        if (now != null) {
            now.enter(link);
        }
    }

    /** As {@link Surroundings#leave}. */
    void leave() {
        Surroundings now = current;
        if (now != null) {
            now.leave();
        }
    }

    /** As {@link Surroundings#release}. */
    void release() {
        Surroundings now = current;
        if (now != null) {
            now.release();
        }
    }

    /** As {@link Surroundings#narrow}. */
    boolean narrow() {
        Surroundings now = current;
        return now != null && now.narrow();
    }

    /** As {@link Surroundings#lastKnown}. */
    List<InetAddress> lastKnown(String host) {
        Surroundings now = current;
        return now == null ? List.of() : now.lastKnown(host);
    }
}
