package com.softellect.vpn.surroundings.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.io.IOException;
import java.net.Inet6Address;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Linux's main routing tables, as {@code ip} tells them. */
final class IpRoutingTable {

    private static final String DEFAULT = "default";
    private static final int IPV6_BITS = 128;

    private IpRoutingTable() {
    }

    /** @param adapter the tunnel's, whose own routes don't count; null if there is none */
    static RoutingTable read(CommandRunner commands, String adapter) throws SurroundingsException {
        String routes = commands.run("ip", "-j", "-4", "route", "show", "table", "main");
        String addresses = commands.run("ip", "-j", "-4", "address", "show");
        try {
            return new RoutingTable(routes(objects(routes), objects(addresses), adapter));
        } catch (IOException | RuntimeException e) {
            throw misunderstood(e);
        }
    }

    /** How the IPv6 address is reached; {@link Way#none} if not at all. */
    static Way way(CommandRunner commands, String adapter, Inet6Address to) throws SurroundingsException {
        String routes = commands.run("ip", "-j", "-6", "route", "show", "table", "main", "match", to.getHostAddress());
        String addresses = commands.run("ip", "-j", "-6", "address", "show");
        try {
            List<Map<String, Object>> interfaces = objects(addresses);
            return objects(routes).stream().filter(route -> isUsable(route, adapter))
                    .min(Comparator.<Map<String, Object>>comparingInt(route -> -ipv6PrefixLength(route)).thenComparingLong(IpRoutingTable::metric))
                    .map(route -> way(route, interfaces)).orElse(Way.none());
        } catch (IOException | RuntimeException e) {
            throw misunderstood(e);
        }
    }

    private static SurroundingsException misunderstood(Exception e) {
        return new SurroundingsException("what 'ip -j route' says is not understood (" + e.getMessage() + "): update iproute2", e);
    }

    private static List<Map<String, Object>> objects(String json) throws IOException {
        return json.isEmpty() ? List.of() : JSON.std.listOfFrom(Object.class, json).stream().map(IpRoutingTable::object).toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static List<RoutingTable.Route> routes(List<Map<String, Object>> all, List<Map<String, Object>> interfaces, String adapter) {
        return all.stream().filter(route -> isUsable(route, adapter)).map(route -> new RoutingTable.Route(network(route), metric(route), way(route, interfaces))).toList();
    }

    private static boolean isUsable(Map<String, Object> route, String adapter) {
        Object device = hop(route).get("dev");
        List<?> flags = (List<?>) route.getOrDefault("flags", List.of());
        return device != null && !device.equals(adapter) && !route.containsKey("type") && !flags.contains("linkdown") && !flags.contains("dead")
                && !RouteSet.PROTOCOL.equals(route.get("protocol"));
    }

    /** Of several next hops the first one. */
    private static Map<String, Object> hop(Map<String, Object> route) {
        return route.get("nexthops") instanceof List<?> hops && !hops.isEmpty() ? object(hops.get(0)) : route;
    }

    private static Way way(Map<String, Object> route, List<Map<String, Object>> interfaces) {
        Map<String, Object> hop = hop(route);
        String device = (String) hop.get("dev");
        return new Way(device, (String) hop.get("gateway"), addresses(interfaces, device), mtu(interfaces, device));
    }

    private static long metric(Map<String, Object> route) {
        return route.get("metric") instanceof Number number ? number.longValue() : 0;
    }

    /** Null for everything. */
    private static Ipv4Network network(Map<String, Object> route) {
        String destination = (String) route.get("dst");
        return destination.equals(DEFAULT) ? null : Ipv4Network.parse(destination.contains("/") ? destination : destination + "/32");
    }

    private static int ipv6PrefixLength(Map<String, Object> route) {
        String destination = (String) route.get("dst");
        int slash = destination.indexOf('/');
        return destination.equals(DEFAULT) ? 0 : slash < 0 ? IPV6_BITS : Integer.parseInt(destination.substring(slash + 1));
    }

    /** But for those that come and go by themselves. */
    private static List<String> addresses(List<Map<String, Object>> interfaces, String device) {
        return interfaces.stream().filter(one -> device.equals(one.get("ifname")))
                .flatMap(one -> ((List<?>) one.getOrDefault("addr_info", List.of())).stream()).map(IpRoutingTable::object)
                .filter(address -> !Boolean.TRUE.equals(address.get("temporary"))).map(address -> (String) address.get("local")).filter(Objects::nonNull).sorted().toList();
    }

    private static int mtu(List<Map<String, Object>> interfaces, String device) {
        return interfaces.stream().filter(one -> device.equals(one.get("ifname"))).map(one -> one.get("mtu")).filter(Number.class::isInstance)
                .mapToInt(mtu -> ((Number) mtu).intValue()).findFirst().orElse(0);
    }
}
