package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Linux's routes, by {@code ip}.
 *
 * <p>Threads: guarded by its owner.
 */
final class IpRoutes implements Routes {

    private final CommandRunner commands;
    private final RouteSet ipv4;
    private final Ipv6Routes ipv6;

    IpRoutes(CommandRunner commands) {
        this.commands = commands;
        this.ipv4 = new RouteSet(commands, "-4");
        this.ipv6 = new Ipv6Routes(commands);
    }

    @Override
    public RoutingTable read(String adapter) throws SurroundingsException {
        return IpRoutingTable.read(commands, adapter);
    }

    @Override
    public boolean set(Map<Ipv4Network, Way> wanted, Map<Ipv4Network, Integer> mtus) throws SurroundingsException {
        Map<String, String> next = new LinkedHashMap<>();
        wanted.forEach((network, way) -> next.put(network.toString(), RouteSet.words(network.toString(), way, mtus.getOrDefault(network, 0))));
        return ipv4.set(next);
    }

    @Override
    public List<Way> ipv6Ways(Approach approach) throws SurroundingsException {
        return ipv6.ways(approach);
    }

    @Override
    public void setIpv6(boolean away, Approach approach, int mtu) throws SurroundingsException {
        ipv6.set(away, approach, mtu);
    }

    @Override
    public boolean isEmpty() {
        return ipv4.isEmpty() && ipv6.isEmpty();
    }

    @Override
    public void clear() {
        ipv4.clear();
        ipv6.clear();
    }

    @Override
    public Map<String, Object> left() {
        return Map.of("routes", ipv4.left(), "ipv6", !ipv6.isEmpty(), "ipv6Routes", ipv6.left());
    }

    /** An earlier version turned all of IPv6 away, or nothing. */
    @Override
    public void goOn(Map<?, ?> left) {
        ipv4.goOn((Map<?, ?>) left.get("routes"));
        if (left.get("ipv6Routes") instanceof Map<?, ?> routes) {
            ipv6.goOn(routes);
        } else if ((Boolean) left.get("ipv6")) {
            ipv6.goOnAway();
        }
    }
}
