package com.softellect.vpn.api.policy;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Destinations that a client may send to, as text {@code CIDR[:PROTOCOL[:PORTS]]}: {@code 10.0.0.0/8}, {@code 192.0.2.7:tcp:443},
 * {@code 0.0.0.0/0:udp:53,5000-5999}. Immutable.
 *
 * @param base         the network's first address
 * @param prefixLength of the network, 0 to 32 bits
 * @param protocol     which one there
 * @param ports        which ones there, of TCP or UDP only; empty: all
 */
public record Rule(int base, int prefixLength, Protocol protocol, List<PortRange> ports) {

    /** The most ranges of ports in one rule. */
    public static final int MAX_PORT_RANGES = 16;

    /** For {@link #covers}: a packet that has no ports in it where its protocol should have some. No rule that names ports covers it. */
    public static final int NO_PORT = -1;

    /** For {@link #covers}: a fragment but the first. Rules that name ports cover it, as nothing is made of it without the first. */
    public static final int LATER_FRAGMENT = -2;

    private static final String FORM = "write CIDR, CIDR:PROTOCOL or CIDR:PROTOCOL:PORTS, like 10.0.0.0/8 or 192.0.2.7/32:tcp:443,8000-8100";

    /** @throws IllegalArgumentException if such a rule can't be; the message says why */
    public Rule {
        ports = List.copyOf(ports);
        if (prefixLength < 0 || prefixLength > Integer.SIZE) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " is outside 0 to 32");
        }
        if ((base & ~mask(prefixLength)) != 0) {
            throw new IllegalArgumentException(Ipv4Network.format(base) + " is inside the network " + Ipv4Network.format(base & mask(prefixLength)) + "/"
                    + prefixLength + ": write that, or " + Ipv4Network.format(base) + "/32 for this address alone");
        }
        if (!ports.isEmpty() && !protocol.hasPorts()) {
            throw new IllegalArgumentException("only tcp and udp have ports, '" + protocol + "' has none");
        }
        if (ports.size() > MAX_PORT_RANGES) {
            throw new IllegalArgumentException(ports.size() + " ranges of ports in one rule, " + MAX_PORT_RANGES + " are possible: write more rules");
        }
    }

    /**
     * Reads a rule. Without a prefix length it is about one address; never asks a name service.
     *
     * @throws IllegalArgumentException if that is none; the message says what is wrong and shows the form
     */
    public static Rule parse(String text) {
        try {
            String[] parts = text.strip().split(":", -1);
            if (parts.length > 3) {
                throw new IllegalArgumentException("it has more than two colons");
            }
            String[] network = parts[0].split("/", -1);
            if (network.length > 2 || network.length == 2 && !network[1].matches("\\d{1,2}")) {
                throw new IllegalArgumentException("'" + parts[0] + "' is no network like 10.0.0.0/8");
            }
            return new Rule(Ipv4Network.parseAddress(network[0]), network.length == 1 ? Integer.SIZE : Integer.parseInt(network[1]),
                    parts.length == 1 ? Protocol.ANY : Protocol.parse(parts[1]), parts.length < 3 ? List.of() : ports(parts[2]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is no rule: " + e.getMessage() + "; " + FORM, e);
        }
    }

    private static List<PortRange> ports(String text) {
        return Arrays.stream(text.split(",", -1)).map(PortRange::parse).toList();
    }

    private static int mask(int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << (Integer.SIZE - prefixLength);
    }

    /**
     * Whether this rule is about such a packet. Allocates nothing.
     *
     * @param address      of the far end
     * @param itsProtocol  as in the IPv4 header, 0 to 255
     * @param port         of the far end; {@link #NO_PORT} and {@link #LATER_FRAGMENT} where there is none
     */
    public boolean covers(int address, int itsProtocol, int port) {
        return ((address ^ base) & mask(prefixLength)) == 0 && protocol.includes(itsProtocol) && (ports.isEmpty() || coversPort(port));
    }

    private boolean coversPort(int port) {
        if (port == LATER_FRAGMENT) {
            return true;
        }
        for (int i = 0; i < ports.size(); i++) { // an iterator would be an object for each packet
            if (ports.get(i).contains(port)) {
                return true;
            }
        }
        return false;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        String network = Ipv4Network.format(base) + "/" + prefixLength;
        if (!ports.isEmpty()) {
            return network + ":" + protocol + ":" + ports.stream().map(PortRange::toString).collect(Collectors.joining(","));
        }
        return protocol == Protocol.ANY ? network : network + ":" + protocol;
    }
}
