package com.softellect.vpn.surroundings.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The system's main routing table without what this client has put into it: how an address would be reached without the tunnel. Policy rules and
 * other tables are not looked at.
 *
 * <p>Immutable: as it was when it was read.
 */
final class RoutingTable {

    /** One that is of use. */
    private record Route(int prefixLength, long metric, Way way, Ipv4Network network) {

        boolean leadsTo(int address) {
            return network == null || network.contains(address);
        }
    }

    private final List<Route> routes;

    private RoutingTable(List<Route> routes) {
        this.routes = routes;
    }

    /** @param adapter the tunnel's, whose own routes don't count; null if there is none */
    static RoutingTable read(CommandRunner commands, String adapter) throws SurroundingsException {
        String routes = commands.run("ip", "-j", "-4", "route", "show", "table", "main");
        String addresses = commands.run("ip", "-j", "-4", "address", "show");
        try {
            return new RoutingTable(routes(objects(routes), objects(addresses), adapter));
        } catch (IOException | RuntimeException e) {
            throw new SurroundingsException("what 'ip -j route' says is not understood (" + e.getMessage() + "): update iproute2", e);
        }
    }

    private static List<Map<String, Object>> objects(String json) throws IOException {
        return json.isEmpty() ? List.of() : JSON.std.listOfFrom(Object.class, json).stream().map(RoutingTable::object).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<Route> routes(List<Map<String, Object>> all, List<Map<String, Object>> interfaces, String adapter) {
        List<Route> routes = new ArrayList<>();
        for (Map<String, Object> route : all) {
            Map<String, Object> hop = hop(route);
            String device = (String) hop.get("dev");
            List<?> flags = (List<?>) route.getOrDefault("flags", List.of());
            boolean usable = device != null && !device.equals(adapter) && !route.containsKey("type") && !flags.contains("linkdown")
                    && !flags.contains("dead") && !Routes.PROTOCOL.equals(route.get("protocol"));
            if (usable) {
                routes.add(route((String) route.get("dst"), route, new Way(device, (String) hop.get("gateway"), addresses(interfaces, device), mtu(interfaces, device))));
            }
        }
        return routes;
    }

    /** Of several next hops the first one. */
    private static Map<String, Object> hop(Map<String, Object> route) {
        return route.get("nexthops") instanceof List<?> hops && !hops.isEmpty() ? object(hops.get(0)) : route;
    }

    private static Route route(String destination, Map<String, Object> route, Way way) {
        long metric = route.get("metric") instanceof Number number ? number.longValue() : 0;
        if (destination.equals("default")) {
            return new Route(0, metric, way, null);
        }
        Ipv4Network network = Ipv4Network.parse(destination.contains("/") ? destination : destination + "/32");
        return new Route(network.prefixLength(), metric, way, network);
    }

    private static List<String> addresses(List<Map<String, Object>> interfaces, String device) {
        return interfaces.stream().filter(one -> device.equals(one.get("ifname")))
                .flatMap(one -> ((List<?>) one.getOrDefault("addr_info", List.of())).stream())
                .map(address -> (String) object(address).get("local")).filter(Objects::nonNull).sorted().toList();
    }

    private static int mtu(List<Map<String, Object>> interfaces, String device) {
        return interfaces.stream().filter(one -> device.equals(one.get("ifname"))).map(one -> one.get("mtu")).filter(Number.class::isInstance)
                .mapToInt(mtu -> ((Number) mtu).intValue()).findFirst().orElse(0);
    }

    /** How the address is reached; {@link Way#none} if not at all. */
    Way to(int address) {
        return routes.stream().filter(route -> route.leadsTo(address))
                .min(Comparator.comparingInt((Route route) -> -route.prefixLength()).thenComparingLong(Route::metric))
                .map(Route::way).orElse(Way.none());
    }
}
