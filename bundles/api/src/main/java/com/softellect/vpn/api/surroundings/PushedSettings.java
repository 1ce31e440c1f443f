package com.softellect.vpn.api.surroundings;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.List;

/**
 * What a gateway tells its clients of the networks behind it. Immutable.
 *
 * @param routes     networks that are reached through it; the addresses are the networks' first
 * @param dnsServers IPv4 addresses of DNS servers that are reached through it, dotted quads, the best one first
 * @param dnsDomains domains whose names those servers know, as in corp.example; empty: they are for all names
 */
public record PushedSettings(List<Ipv4Network> routes, List<String> dnsServers, List<String> dnsDomains) {

    /** The most of each kind. */
    public static final int MOST = 256;

    private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";
    private static final String DOMAIN = LABEL + "(\\." + LABEL + ")*";
    private static final int DOMAIN_CHARACTERS = 253;

    /** @throws IllegalArgumentException if there are too many, an address is none, or a domain is none; the message shows it */
    public PushedSettings {
        check(routes.size(), "routes");
        check(dnsServers.size(), "DNS servers");
        check(dnsDomains.size(), "domains");
        routes = routes.stream().map(route -> route.withAddress(route.base())).distinct().toList();
        dnsServers = dnsServers.stream().map(server -> Ipv4Network.format(Ipv4Network.parseAddress(server))).distinct().toList();
        dnsDomains = List.copyOf(dnsDomains);
        dnsDomains.forEach(PushedSettings::checkDomain);
    }

    private static void check(int count, String what) {
        if (count > MOST) {
            throw new IllegalArgumentException("these are " + count + " " + what + ", at most " + MOST + " are possible");
        }
    }

    private static void checkDomain(String text) {
        if (text.length() > DOMAIN_CHARACTERS || !text.matches(DOMAIN)) {
            throw new IllegalArgumentException("'" + text + "' is not a domain, like corp.example");
        }
    }

    /** Those of a gateway that says nothing. */
    public static PushedSettings none() {
        return new PushedSettings(List.of(), List.of(), List.of());
    }
}
