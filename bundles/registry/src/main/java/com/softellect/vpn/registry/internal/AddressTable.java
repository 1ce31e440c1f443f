package com.softellect.vpn.registry.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The sessions by tunnel address: an array over the host part of the network's addresses. Thread-safe. */
final class AddressTable {

    /** The largest network: 65,536 slots. */
    static final int SHORTEST_PREFIX = 16;

    /** The smallest network that has an address for the gateway and one for a client. */
    static final int LONGEST_PREFIX = 30;

    private final Ipv4Network network;
    private final AtomicReferenceArray<ClientSession> slots;

    AddressTable(Ipv4Network network) {
        this.network = network;
        this.slots = new AtomicReferenceArray<>(1 << (32 - network.prefixLength()));
    }

    ClientSession get(int address) {
        return network.contains(address) ? slots.get(slot(address)) : null;
    }

    void put(ClientSession session) {
        slots.set(slot(session.address()), session);
    }

    /** Frees the session's address, unless another session has it by now. */
    void remove(ClientSession session) {
        slots.compareAndSet(slot(session.address()), session, null);
    }

    private int slot(int address) {
        return address & ~network.netmask();
    }
}
