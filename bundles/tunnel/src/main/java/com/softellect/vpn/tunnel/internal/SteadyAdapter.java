package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.datapath.Passage;

/**
 * The client's TUN adapter as a connection sees it: the same while the bundle that provides it is swapped, and packets wait for that, briefly.
 *
 * <p>Threads: any sends; the supervisor's does the rest.
 */
final class SteadyAdapter {

    private final Passage<TunAdapter> passage = new Passage<>();

    /** Published by {@link #open}. */
    private volatile TunAdapterSettings settings;

    SteadyAdapter(TunAdapter first) {
        open(first);
    }

    void open(TunAdapter now) {
        settings = now.settings();
        passage.open(now);
    }

    /** Another one is expected. Nobody is inside the one that goes when this returns. */
    void away() {
        passage.away();
    }

    void close() {
        passage.close();
    }

    TunAdapterSettings settings() {
        return settings;
    }

    /** As {@link TunAdapter#send}. */
    boolean send(byte[] packet) throws TunAdapterException {
        TunAdapter to = passage.enter();
        if (to == null) {
            throw new TunAdapterException("the adapter has gone");
        }
        try {
            return to.send(packet);
        } finally {
            passage.exit();
        }
    }
}
