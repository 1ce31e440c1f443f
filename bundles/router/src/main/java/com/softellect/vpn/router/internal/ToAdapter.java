package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.datapath.Passage;
import com.softellect.vpn.datapath.offload.Mtu;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where packets go that leave the tunnel: the gateway's TUN adapter, while there is one. Cuts super-packets if that has no offload. Any thread. */
final class ToAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ToAdapter.class);

    private final Counters counters;

    private final Passage<TunAdapter> adapter = new Passage<>();

    ToAdapter(Counters counters) {
        this.counters = counters;
    }

    void use(TunAdapter open) {
        adapter.open(open);
    }

    /** The adapter goes, and its successor is expected: packets wait for that, briefly. None is inside the adapter when this returns. */
    void awaitNext() {
        adapter.away();
    }

    /** The adapter goes, or did not come. Packets are dropped from now on. */
    void close() {
        adapter.close();
    }

    void send(byte[] packet) {
        TunAdapter to = adapter.enter();
        if (to == null) {
            counters.drop(DropReason.ADAPTER_UNAVAILABLE);
            return;
        }
        try {
            new Mtu(to.settings().mtu()).give(packet, to.settings().offload(), part -> send(to, part));
        } finally {
            adapter.exit();
        }
    }

    private void send(TunAdapter to, byte[] packet) {
        try {
            if (to.send(packet)) {
                counters.out(packet.length);
            } else {
                counters.drop(DropReason.ADAPTER_FULL);
            }
        } catch (TunAdapterException e) {
            counters.drop(DropReason.ADAPTER_UNAVAILABLE);
            LOG.debug("adapter {} refused a packet", to.settings().name(), e);
        }
    }
}
