package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Linux's IPv6 routes, by {@code ip}. The tunnel carries no IPv6: what is not the gateway's is turned away where all is to go through the tunnel.
 *
 * <p>Threads: guarded by its owner.
 */
final class Ipv6Routes {

    /** Together all addresses; more specific than a default route, less than any network that is attached. */
    private static final List<String> ALL = List.of("::/1", "8000::/1");

    private static final String HOST_PREFIX = "/128";

    /** What every way of IPv6 carries, in bytes (RFC 8200). */
    static final int LEAST_MTU = 1280;

    private final CommandRunner commands;
    private final RouteSet routes;

    Ipv6Routes(CommandRunner commands) {
        this.commands = commands;
        this.routes = new RouteSet(commands, "-6");
    }

    /**
     * Has these routes, and no others of ours.
     *
     * @param away whether all but the gateway is turned away
     * @param mtu  the longest packets to the gateway, in bytes, at least 1280; 0: as the system has it
     */
    void set(boolean away, Approach approach, int mtu) throws SurroundingsException {
        Map<String, String> next = new LinkedHashMap<>();
        if (away || mtu != 0) {
            for (Inet6Address gateway : gateways(approach)) {
                Way way = IpRoutingTable.way(commands, approach.adapterName(), gateway);
                if (!way.isNone()) {
                    String destination = gateway.getHostAddress() + HOST_PREFIX;
                    next.put(destination, RouteSet.words(destination, way, mtu == 0 ? 0 : Math.max(mtu, LEAST_MTU)));
                }
            }
        }
        if (away && Ipv6.isOn()) {
            next.putAll(turnedAway());
        }
        routes.set(next);
    }

    private static Map<String, String> turnedAway() {
        Map<String, String> all = new LinkedHashMap<>();
        ALL.forEach(half -> all.put(half, RouteSet.words(half, Way.none(), 0)));
        return all;
    }

    /** How each of the gateway's addresses is reached without the tunnel. */
    List<Way> ways(Approach approach) throws SurroundingsException {
        List<Way> ways = new ArrayList<>();
        for (Inet6Address gateway : gateways(approach)) {
            ways.add(IpRoutingTable.way(commands, approach.adapterName(), gateway));
        }
        return ways;
    }

    /** But for link-local ones, which are attached. */
    private static List<Inet6Address> gateways(Approach approach) {
        return !Ipv6.isOn() ? List.of() : approach.addresses().stream().filter(Inet6Address.class::isInstance).map(Inet6Address.class::cast)
                .filter(address -> !address.isLinkLocalAddress()).toList();
    }

    boolean isEmpty() {
        return routes.isEmpty();
    }

    /** Takes out all that are ours, whoever has put them there. */
    void clear() {
        routes.clear();
    }

    Map<String, String> left() {
        return routes.left();
    }

    void goOn(Map<?, ?> left) {
        routes.goOn(left);
    }

    /** With all turned away. */
    void goOnAway() {
        routes.goOn(turnedAway());
    }
}
