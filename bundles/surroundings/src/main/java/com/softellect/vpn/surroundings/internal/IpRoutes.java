package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Linux's routes, by {@code ip}. Ours have a protocol number of their own, by which all of them are found and removed, also those of a process that was killed;
 * and a metric of their own, so that none ever takes the place of another's.
 *
 * <p>Threads: guarded by its owner.
 */
final class IpRoutes implements Routes {

    /** Whose routes they are, as the kernel keeps it: a number that nobody else is known to use. */
    static final String PROTOCOL = "177";

    /** Before what address configuration adds (100 and more), after what has none: an interface's own network. */
    private static final String MARKS = " proto " + PROTOCOL + " metric 40";

    /** Together all IPv6 addresses; more specific than a default route, less than any network that is attached. */
    private static final List<String> ALL_IPV6 = List.of("::/1", "8000::/1");

    private static final Logger LOG = LoggerFactory.getLogger(IpRoutes.class);

    private final CommandRunner commands;

    /** What is in the table, as far as the kernel has not removed it with its interface: words by destination. */
    private final Map<String, String> present = new LinkedHashMap<>();

    /** Whether IPv6 is turned away. */
    private boolean ipv6;

    IpRoutes(CommandRunner commands) {
        this.commands = commands;
    }

    @Override
    public RoutingTable read(String adapter) throws SurroundingsException {
        return IpRoutingTable.read(commands, adapter);
    }

    /** First all of them in their order, then what is wanted no more is taken out. What is there already stays without a moment between. */
    @Override
    public boolean set(Map<Ipv4Network, Way> wanted, Map<Ipv4Network, Integer> mtus) throws SurroundingsException {
        Map<String, String> next = new LinkedHashMap<>();
        wanted.forEach((network, way) -> next.put(network.toString(), words(network.toString(), way, mtus.get(network))));
        boolean changed = !next.equals(present);
        List<String> obsolete = new ArrayList<>();
        present.forEach((destination, words) -> {
            if (!next.containsKey(destination)) {
                obsolete.add("route delete " + words);
            }
        });
        present.putAll(next);
        batch("-4", next.values().stream().map(words -> "route replace " + words).toList());
        present.keySet().retainAll(next.keySet());
        if (!obsolete.isEmpty()) {
            attempt(lines(obsolete), List.of("ip", "-4", "-force", "-batch", "-"));
        }
        return changed;
    }

    private static String words(String destination, Way way, Integer mtu) {
        return (way.isNone() ? "unreachable " + destination : destination + " " + String.join(" ", way.words())) + MARKS
                + (way.isNone() || mtu == null ? "" : " mtu lock " + mtu);
    }

    private void batch(String family, List<String> lines) throws SurroundingsException {
        if (!lines.isEmpty()) {
            commands.run(lines(lines), List.of("ip", family, "-batch", "-"));
        }
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    @Override
    public void turnIpv6Away(boolean wanted, Approach approach) throws SurroundingsException {
        boolean away = wanted && Ipv6.isOn();
        if (away && !ipv6) {
            ipv6 = true;
            batch("-6", ALL_IPV6.stream().map(half -> "route replace " + words(half, Way.none(), null)).toList());
        } else if (!away && ipv6) {
            ipv6 = false;
            attempt("", List.of("ip", "-6", "route", "flush", "proto", PROTOCOL));
        }
    }

    @Override
    public boolean isEmpty() {
        return present.isEmpty() && !ipv6;
    }

    @Override
    public void clear() {
        present.clear();
        ipv6 = false;
        attempt("", List.of("ip", "-4", "route", "flush", "table", "main", "proto", PROTOCOL));
        attempt("", List.of("ip", "-6", "route", "flush", "proto", PROTOCOL));
    }

    private void attempt(String input, List<String> command) {
        try {
            commands.run(input, command);
        } catch (SurroundingsException e) {
            LOG.debug("not removed", e);
        }
    }

    @Override
    public Map<String, Object> left() {
        return Map.of("routes", Map.copyOf(present), "ipv6", ipv6);
    }

    @Override
    public void goOn(Map<?, ?> left) {
        ((Map<?, ?>) left.get("routes")).forEach((destination, words) -> present.put((String) destination, (String) words));
        ipv6 = (Boolean) left.get("ipv6");
    }
}
