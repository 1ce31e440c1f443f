package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.datapath.ReceiveLoop;
import com.softellect.vpn.datapath.offload.Mtu;
import java.util.function.BiConsumer;

/**
 * Holds the client's TUN adapter with its receive loop. It stays open from one connection to the next, so that applications keep
 * their own connections, as long as the gateway grants the same address and MTU.
 *
 * <p>Threads: used by the supervisor only.
 */
final class AdapterSlot {

    private final Counters counters;
    private final BiConsumer<FromAdapter, String> onLost;

    private TunAdapterProvider provider;
    private TunAdapterSettings opened;
    private TunAdapter adapter;
    private SteadyAdapter steady;
    private FromAdapter door;
    private ReceiveLoop loop;

    /** @param onLost told when the adapter can't be received from any more, and why; called by the receive loop */
    AdapterSlot(Counters counters, BiConsumer<FromAdapter, String> onLost) {
        this.counters = counters;
        this.onLost = onLost;
    }

    /**
     * The open adapter if it is what is wanted, else a new one in its place.
     *
     * @param queue takes its packets from now on, from the first one: they may have waited in the system for this
     * @throws TunAdapterException if it can't be opened; no adapter is open then
     */
    SteadyAdapter open(TunAdapterProvider from, TunAdapterSettings wanted, OutboundQueue queue) throws TunAdapterException {
        if (adapter != null && provider == from && wanted.equals(opened)) {
            door.sendOver(queue);
        } else {
            close();
            adapter = from.open(wanted);
            opened = wanted;
            steady = new SteadyAdapter(adapter);
            door = new FromAdapter(new Mtu(wanted.mtu()), counters, onLost);
            door.sendOver(queue);
            receive(from);
        }
        return steady;
    }

    private void receive(TunAdapterProvider from) {
        provider = from;
        loop = new ReceiveLoop("vpn-tunnel-outbound", adapter, door);
        loop.start();
    }

    /** Leaves the system's adapter for the next version of its provider; what is to be sent to it waits for that. */
    void leave() {
        if (adapter != null) {
            steady.away();
            loop.stop();
            adapter.leave();
            adapter = null;
            provider = null;
        }
    }

    /** Whether it was left, and not opened again. */
    boolean isAway() {
        return adapter == null && door != null;
    }

    /**
     * Goes on with the adapter that was left.
     *
     * @throws TunAdapterException if it can't be opened; it is away still
     */
    void comeBack(TunAdapterProvider from) throws TunAdapterException {
        adapter = from.open(opened);
        steady.open(adapter);
        receive(from);
    }

    /** Of the adapter that is open or away. */
    TunAdapterSettings settings() {
        return steady.settings();
    }

    boolean isOpen(FromAdapter which) {
        return door == which;
    }

    boolean isFrom(TunAdapterProvider other) {
        return adapter != null && provider == other;
    }

    /** Stops the receive loop, then removes the adapter. Without an adapter it does nothing. */
    void close() {
        if (adapter != null) {
            steady.close();
            loop.stop();
            adapter.close();
            adapter = null;
        } else if (door != null) {
            steady.close();
        }
        door = null;
    }
}
