package com.softellect.vpn.translator.internal;

/**
 * A client's address and port, and the external one that stands for it: the same for all other ends, as long as ports last (endpoint-independent mapping,
 * RFC 4787 REQ-1, RFC 5382 REQ-1).
 */
final class Mapping {

    private final Key key;
    private final Lease lease;

    /** Guarded by the lock of {@link Flows}. */
    private int flows;

    Mapping(Key key, Lease lease) {
        this.key = key;
        this.lease = lease;
    }

    Key key() {
        return key;
    }

    Transport transport() {
        return key.transport;
    }

    int client() {
        return key.client;
    }

    int clientPort() {
        return key.port;
    }

    Lease lease() {
        return lease;
    }

    void use() {
        flows++;
    }

    /** @return whether no flow has it any more */
    boolean unuse() {
        return --flows == 0;
    }

    /** @param external the external address: a client's port has one on each that the system uses */
    record Key(Transport transport, int client, int port, int external) {
    }
}
