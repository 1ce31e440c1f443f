package com.softellect.vpn.translator.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The gateway's own addresses as they turn up as destinations: the system's route to such a one leads from itself to itself. Remembered for some seconds.
 *
 * <p>Threads: any.
 */
final class GatewayAddresses {

    private final Outside outside;
    private final Set<Integer> known = ConcurrentHashMap.newKeySet();

    GatewayAddresses(Outside outside) {
        this.outside = outside;
    }

    boolean contains(int address) {
        if (known.contains(address)) {
            return true;
        }
        Outside.Route route = outside.route(address);
        if (route == null || route.source() != address) {
            return false;
        }
        known.add(address);
        return true;
    }

    /** An address that was the gateway's may be somebody else's now. */
    void forget() {
        known.clear();
    }
}
