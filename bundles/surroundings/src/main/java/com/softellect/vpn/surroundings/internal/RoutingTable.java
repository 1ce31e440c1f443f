package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.Comparator;
import java.util.List;

/**
 * The system's main routing table without what this client has put into it: how an address would be reached without the tunnel. Policy rules and
 * other tables are not looked at. Immutable: as it was when it was read.
 *
 * @param routes that are of use
 */
record RoutingTable(List<Route> routes) {

    /**
     * A route.
     *
     * @param network where it leads to; null for everything
     * @param metric  of several that are equally specific the one with the lowest is taken
     */
    record Route(Ipv4Network network, long metric, Way way) {

        boolean leadsTo(int address) {
            return network == null || network.contains(address);
        }

        int prefixLength() {
            return network == null ? 0 : network.prefixLength();
        }
    }

    /** How the address is reached; {@link Way#none} if not at all. */
    Way to(int address) {
        return routes.stream().filter(route -> route.leadsTo(address))
                .min(Comparator.comparingInt((Route route) -> -route.prefixLength()).thenComparingLong(Route::metric))
                .map(Route::way).orElse(Way.none());
    }
}
