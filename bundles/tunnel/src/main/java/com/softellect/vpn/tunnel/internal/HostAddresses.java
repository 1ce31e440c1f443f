package com.softellect.vpn.tunnel.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The addresses that hosts had when they were last asked for. While the tunnel is down the system may have nobody to ask: its questions go through the
 * tunnel, or a kill switch turns them away.
 *
 * <p>Threads: all methods may be called by any thread.
 */
final class HostAddresses {

    /** Asks the system, and waits for the answer. */
    @FunctionalInterface
    interface Resolver {

        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final Resolver resolver;
    private final Map<String, List<InetAddress>> known = new ConcurrentHashMap<>();

    HostAddresses(Resolver resolver) {
        this.resolver = resolver;
    }

    /** What is known without asking anybody; empty if nothing is. */
    List<InetAddress> known(String host) {
        return known.getOrDefault(host, List.of());
    }

    /** All that is known, by host. */
    Map<String, List<InetAddress>> known() {
        return Map.copyOf(known);
    }

    /** Asks for the host's addresses. What was known stays so if there is no answer. */
    void find(String host) throws UnknownHostException {
        keep(host, List.of(resolver.addresses(host)));
    }

    void keep(String host, List<InetAddress> addresses) {
        known.put(host, List.copyOf(addresses));
    }

    void forget() {
        known.clear();
    }
}
