package com.softellect.vpn.translator.internal;

import java.util.ArrayList;
import java.util.List;

/** An external address and port (of ICMP: an echo id) that is ours for as long as mappings and flows use it. */
final class Lease {

    /** Instead of a descriptor: nothing of the system's holds it. */
    static final int NO_DESCRIPTOR = -1;

    private final Transport transport;
    private final int address;
    private final int port;
    private final int descriptor;

    /** Guarded by the lock of {@link Flows}, as is what is below. */
    private int users;

    /** What it is the port of. Of a port that is shared there are several. */
    private final List<Mapping> mappings = new ArrayList<>(1);

    Lease(Transport transport, int address, int port, int descriptor) {
        this.transport = transport;
        this.address = address;
        this.port = port;
        this.descriptor = descriptor;
    }

    Transport transport() {
        return transport;
    }

    int address() {
        return address;
    }

    int port() {
        return port;
    }

    int descriptor() {
        return descriptor;
    }

    void use() {
        users++;
    }

    void carry(Mapping mapping) {
        mappings.add(mapping);
    }

    void uncarry(Mapping mapping) {
        mappings.remove(mapping);
    }

    /** Whose port it is; null if it is several clients'. */
    Mapping only() {
        return mappings.size() == 1 ? mappings.get(0) : null;
    }

    /** @return whether nobody uses it any more */
    boolean unuse() {
        return --users == 0;
    }
}
