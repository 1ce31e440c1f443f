package com.softellect.vpn.translator.internal;

import java.util.HashMap;
import java.util.Map;

/**
 * A client's address and port, and the external one that stands for it: the same for all other ends, as long as ports last (endpoint-independent mapping,
 * RFC 4787 REQ-1, RFC 5382 REQ-1).
 */
final class Mapping {

    private final Key key;
    private final Lease lease;

    /** Guarded by the lock of {@link Flows}, as is what is below. */
    private int flows;

    /** Of UDP: how many flows there are to each host. */
    private final Map<Integer, Integer> hosts = new HashMap<>(2);

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

    /** @param host that a flow of it leads to */
    void use(int host) {
        flows++;
        if (key.transport == Transport.UDP) {
            hosts.merge(host, 1, Integer::sum);
        }
    }

    /** @return whether no flow has it any more */
    boolean unuse(int host) {
        hosts.computeIfPresent(host, (any, count) -> count == 1 ? null : count - 1);
        return --flows == 0;
    }

    /** Of UDP: whether a flow leads there. */
    boolean leadsTo(int host) {
        return hosts.containsKey(host);
    }

    /** @param external the external address: a client's port has one on each that the system uses */
    record Key(Transport transport, int client, int port, int external) {
    }
}
