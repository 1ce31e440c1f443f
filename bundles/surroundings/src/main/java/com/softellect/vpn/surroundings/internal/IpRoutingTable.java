package com.softellect.vpn.surroundings.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Linux's main routing table, as {@code ip} tells it. */
final class IpRoutingTable {

    private IpRoutingTable() {
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
        return json.isEmpty() ? List.of() : JSON.std.listOfFrom(Object.class, json).stream().map(IpRoutingTable::object).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<RoutingTable.Route> routes(List<Map<String, Object>> all, List<Map<String, Object>> interfaces, String adapter) {
        List<RoutingTable.Route> routes = new ArrayList<>();
        for (Map<String, Object> route : all) {
            Map<String, Object> hop = hop(route);
            String device = (String) hop.get("dev");
            List<?> flags = (List<?>) route.getOrDefault("flags", List.of());
            boolean usable = device != null && !device.equals(adapter) && !route.containsKey("type") && !flags.contains("linkdown")
                    && !flags.contains("dead") && !IpRoutes.PROTOCOL.equals(route.get("protocol"));
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

    private static RoutingTable.Route route(String destination, Map<String, Object> route, Way way) {
        long metric = route.get("metric") instanceof Number number ? number.longValue() : 0;
        if (destination.equals("default")) {
            return new RoutingTable.Route(null, metric, way);
        }
        Ipv4Network network = Ipv4Network.parse(destination.contains("/") ? destination : destination + "/32");
        return new RoutingTable.Route(network, metric, way);
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
}
