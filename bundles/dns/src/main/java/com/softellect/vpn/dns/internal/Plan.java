package com.softellect.vpn.dns.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * The settings, checked.
 *
 * @param listen    null: the gateway's tunnel address
 * @param upstreams empty: the system's
 * @param zone      absolute; null: clients have no names
 */
public record Plan(boolean enabled, InetAddress listen, int port, List<InetSocketAddress> upstreams, int upstreamTimeoutMillis, boolean randomCase,
        int cacheAnswers, int cacheBytes, int cacheMaxSeconds, int cacheMaxNegativeSeconds, int queriesPerSecond, int queriesAtATime, Name zone,
        String zoneSeenBy) {

    static final String ALL = "all";
    static final String NONE = "none";
    static final String CLIENT_TO_CLIENT = "clientToClient";

    /** Where DNS is answered (RFC 1035). */
    static final int DNS_PORT = 53;

    /** @throws IllegalArgumentException if a setting is of no use; the message names the file, the key and what is right */
    public static Plan of(DnsSettings settings) {
        return new Plan(settings.enabled(),
                listen(settings.listen().strip()),
                inRange("port", settings.port(), 1, 65_535),
                upstreams(settings.upstreams()),
                inRange("upstreamTimeoutMillis", settings.upstreamTimeoutMillis(), 100, 5_000),
                settings.randomCase(),
                inRange("cacheAnswers", settings.cacheAnswers(), 0, 1_000_000),
                inRange("cacheBytes", settings.cacheBytes(), 0, 1 << 30),
                inRange("cacheMaxSeconds", settings.cacheMaxSeconds(), 0, 604_800),
                inRange("cacheMaxNegativeSeconds", settings.cacheMaxNegativeSeconds(), 0, 10_800),
                inRange("queriesPerSecond", settings.queriesPerSecond(), 1, 100_000),
                inRange("queriesAtATime", settings.queriesAtATime(), 1, 10_000),
                zone(settings.zone().strip()),
                seenBy(settings.zoneSeenBy().strip()));
    }

    private static InetAddress listen(String text) {
        if (text.contains(":")) {
            throw invalid("listen", "'" + text + "' is not an IPv4 address, and clients have no others");
        }
        return text.isEmpty() ? null : address("listen", text);
    }

    private static List<InetSocketAddress> upstreams(String text) {
        List<InetSocketAddress> upstreams = new ArrayList<>();
        for (String one : text.split("[,\\s]+")) {
            if (!one.isEmpty()) {
                upstreams.add(upstream(one));
            }
        }
        return upstreams;
    }

    private static InetSocketAddress upstream(String text) {
        boolean bracketed = text.startsWith("[");
        boolean ipv6 = !bracketed && text.indexOf(':') != text.lastIndexOf(':');
        int end = bracketed ? text.indexOf(']') : ipv6 || text.indexOf(':') < 0 ? text.length() : text.indexOf(':');
        String rest = end < 0 ? "" : text.substring(bracketed ? end + 1 : end);
        if (end < 0 || !rest.matches("(:\\d{1,5})?")) {
            throw invalid("upstreams", "'" + text + "' is not an address, like 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353");
        }
        InetAddress address = address("upstreams", text.substring(bracketed ? 1 : 0, end));
        return new InetSocketAddress(address, rest.isEmpty() ? DNS_PORT : inRange("upstreams", Integer.parseInt(rest.substring(1)), 1, 65_535));
    }

    /** Reads an address in digits; never asks a name service. */
    static InetAddress address(String key, String text) {
        try {
            if (text.indexOf(':') >= 0) {
                return InetAddress.getByName(text);
            }
            int address = Ipv4Network.parseAddress(text);
            return InetAddress.getByAddress(new byte[] {(byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address});
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw invalid(key, "'" + text + "' is not an IP address in digits");
        }
    }

    private static Name zone(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            Name zone = Name.fromString(text, Name.root);
            if (zone.labels() > 1) {
                return zone;
            }
        } catch (TextParseException e) {
            throw invalid("zone", "'" + text + "' is not the name of a zone, like vpn or clients.example.com: " + e.getMessage());
        }
        throw invalid("zone", "'" + text + "' would be all names there are: take one like vpn");
    }

    private static String seenBy(String text) {
        if (!Set.of(ALL, NONE, CLIENT_TO_CLIENT).contains(text)) {
            throw invalid("zoneSeenBy", "'" + text + "' is none of " + ALL + ", " + NONE + ", " + CLIENT_TO_CLIENT);
        }
        return text;
    }

    private static int inRange(String key, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw invalid(key, value + " is outside " + lowest + " to " + highest);
        }
        return value;
    }

    private static IllegalArgumentException invalid(String key, String why) {
        return new IllegalArgumentException("etc/" + DnsSettings.PID + ".cfg, key " + key + ": " + why);
    }
}
