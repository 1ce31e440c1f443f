package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Windows's routes. Ours are known by their metric: Windows keeps no name with a route. None can say that something is not reached at all, or how long packets may be.
 *
 * <p>IPv6 is turned away by filters, not by routes that lead nowhere: who connects is refused at once and takes IPv4.
 *
 * <p>Threads: guarded by its owner.
 */
final class WindowsRoutes implements Routes {

    /** Before what address configuration adds (256), and a number that nobody else is known to use. */
    private static final int METRIC = 177;

    private static final int ERROR_OBJECT_ALREADY_EXISTS = 5010;

    /** Whose connections outside the tunnel are not held back: link-local addresses and multicast, which routers and neighbours are found by. */
    private static final List<Condition> LINK_LOCAL = List.of(Condition.remoteNetwork("fe80::", 10), Condition.remoteNetwork("ff00::", 8));

    private static final Logger LOG = LoggerFactory.getLogger(WindowsRoutes.class);

    private final WindowsNetwork network;
    private final FilterSet ipv6Filters;

    /** What is in the table, as far as Windows has not removed it with its interface: interface and next hop by destination. */
    private final Map<String, String> present = new LinkedHashMap<>();

    /** What was wanted last, the same way. */
    private Map<String, String> wantedLast = Map.of();

    /** Whether IPv6 is turned away; and but for these addresses, null if that is not known. */
    private boolean ipv6;
    private List<InetAddress> ipv6Except;

    WindowsRoutes(WindowsNetwork network, Dll filtering) {
        this.network = network;
        this.ipv6Filters = new FilterSet(filtering, UUID.fromString("5d3b0c1e-6c5f-4a37-9f0a-2b64f8a41b00"), "Softellect VPN, IPv6 around the tunnel");
    }

    @Override
    public RoutingTable read(String adapter) throws SurroundingsException {
        return network.table(adapter, WindowsRoutes::isOurs);
    }

    private static boolean isOurs(ForwardRow route) {
        return route.metric() == METRIC && route.protocol() == ForwardRow.BY_A_PROGRAM && route.destination() != null;
    }

    /** Each is put in before the one in whose place it is goes; then what is wanted no more is taken out. */
    @Override
    public boolean set(Map<Ipv4Network, Way> wanted, Map<Ipv4Network, Integer> mtus) throws SurroundingsException {
        Map<String, String> next = new LinkedHashMap<>();
        for (Map.Entry<Ipv4Network, Way> entry : wanted.entrySet()) {
            if (!entry.getValue().isNone()) {
                next.put(entry.getKey().toString(), hop(entry.getValue()));
            }
        }
        boolean changed = !next.equals(wantedLast);
        wantedLast = next;
        for (Map.Entry<String, String> entry : next.entrySet()) {
            add(entry.getKey(), entry.getValue());
        }
        for (String destination : List.copyOf(present.keySet())) {
            if (!next.containsKey(destination)) {
                delete(row(destination, present.remove(destination)));
            }
        }
        return changed;
    }

    private String hop(Way way) throws SurroundingsException {
        OptionalLong luid = network.luid(way.device());
        if (luid.isEmpty()) {
            throw new SurroundingsException("there is no network interface " + way.device() + " (any more)");
        }
        return luid.getAsLong() + " " + (way.router() == null ? "0.0.0.0" : way.router());
    }

    private static ForwardRow row(String destination, String hop) {
        int space = hop.indexOf(' ');
        return new ForwardRow(Long.parseLong(hop.substring(0, space)), Ipv4Network.parse(destination), Ipv4Network.parseAddress(hop.substring(space + 1)), METRIC,
                ForwardRow.BY_A_PROGRAM);
    }

    /** One that is there already, put there by somebody else, does as well, and stays theirs. */
    private void add(String destination, String hop) throws SurroundingsException {
        int error = network.create(row(destination, hop));
        String before = present.get(destination);
        if (error == 0) {
            present.put(destination, hop);
        } else if (error != ERROR_OBJECT_ALREADY_EXISTS) {
            throw WindowsErrors.failed("adding the route " + destination + " (CreateIpForwardEntry2)", error);
        } else if (!hop.equals(before)) {
            present.remove(destination);
        }
        if (before != null && !before.equals(hop)) {
            delete(row(destination, before));
        }
    }

    private void delete(ForwardRow route) {
        int error = network.delete(route);
        if (error != 0) {
            LOG.debug("the route {} is not removed: Windows error {}", route, error);
        }
    }

    @Override
    public List<Way> ipv6Ways(Approach approach) {
        return List.of();
    }

    @Override
    public void setIpv6(boolean away, Approach approach, int mtu) throws SurroundingsException {
        if (away) {
            List<InetAddress> except = approach.addresses().stream().filter(Inet6Address.class::isInstance).toList();
            if (!ipv6 || !except.equals(ipv6Except)) {
                ipv6Filters.replace(ipv6Filters(approach));
                ipv6 = true;
                ipv6Except = except;
            }
        } else if (ipv6) {
            openIpv6();
        }
    }

    private static List<Filter> ipv6Filters(Approach approach) {
        List<Filter> filters = new ArrayList<>();
        approach.addresses().stream().filter(Inet6Address.class::isInstance)
                .forEach(address -> filters.add(Filter.permit("the gateway", Filter.Layer.CONNECT_V6, Condition.connectionTo(address, approach.port()))));
        for (Filter.Layer layer : List.of(Filter.Layer.CONNECT_V6, Filter.Layer.ACCEPT_V6)) {
            filters.add(Filter.permit("loopback", layer, List.of(Condition.loopback())));
            filters.add(Filter.permit("link-local", layer, LINK_LOCAL));
            filters.add(Filter.block("IPv6", layer, List.of()));
        }
        filters.add(Filter.block("forwarded IPv6", Filter.Layer.FORWARD_V6, List.of()));
        return filters;
    }

    private void openIpv6() {
        ipv6 = false;
        ipv6Except = null;
        try {
            ipv6Filters.clear();
        } catch (SurroundingsException e) {
            LOG.warn("IPv6 stays turned away until Windows is started again: {}", e.getMessage());
        }
    }

    @Override
    public boolean isEmpty() {
        return present.isEmpty() && !ipv6;
    }

    @Override
    public void clear() {
        present.clear();
        wantedLast = Map.of();
        try {
            network.routes().stream().filter(WindowsRoutes::isOurs).forEach(this::delete);
        } catch (SurroundingsException e) {
            LOG.warn("the routes are not as they were before: {}", e.getMessage());
        }
        openIpv6();
    }

    @Override
    public Map<String, Object> left() {
        return Map.of("routes", Map.copyOf(present), "ipv6", ipv6);
    }

    @Override
    public void goOn(Map<?, ?> left) {
        ((Map<?, ?>) left.get("routes")).forEach((destination, hop) -> present.put((String) destination, (String) hop));
        wantedLast = Map.copyOf(present);
        ipv6 = (Boolean) left.get("ipv6");
    }
}
