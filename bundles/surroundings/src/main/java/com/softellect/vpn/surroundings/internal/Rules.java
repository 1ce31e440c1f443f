package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.PushedSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The settings, checked. Immutable.
 *
 * @param routing       what goes through the tunnel
 * @param routes        more that does
 * @param excluded      what does not
 * @param killSwitch    whether nothing leaves the machine but through the tunnel
 * @param localNetworks what stays within reach nevertheless
 * @param dns           when the system asks the gateway's DNS servers
 * @param findMtu       whether smaller packets are tried where connections to the gateway stand still
 */
record Rules(Routing routing, List<Ipv4Network> routes, List<Ipv4Network> excluded, boolean killSwitch, List<Ipv4Network> localNetworks, Dns dns,
        boolean findMtu) {

    enum Routing { FULL, PUSHED, NONE }

    enum Dns { AUTO, PUSHED, NONE }

    /** Together all addresses, and each of them more specific than a default route: that stays as it is. */
    private static final List<Ipv4Network> EVERYTHING = List.of(new Ipv4Network(0, 1), new Ipv4Network(1 << 31, 1));

    /** @throws IllegalArgumentException if a setting can't be used; the message names the key, the file and what is right */
    static Rules of(SurroundingsSettings settings) {
        return new Rules(word("routing", settings.routing(), Routing.class), networks("routes", settings.routes()),
                networks("exclude", settings.exclude()), settings.killSwitch(), networks("localNetworks", settings.localNetworks()),
                word("dns", settings.dns(), Dns.class), settings.findMtu());
    }

    private static <E extends Enum<E>> E word(String key, String value, Class<E> words) {
        return check(key, value, text -> Arrays.stream(words.getEnumConstants()).filter(one -> lower(one).equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of "
                        + String.join(", ", Arrays.stream(words.getEnumConstants()).map(Rules::lower).toList()))));
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static List<Ipv4Network> networks(String key, String value) {
        return check(key, value, text -> Arrays.stream(text.split(",")).map(String::trim).filter(entry -> !entry.isEmpty())
                .map(Ipv4Network::parse).map(network -> network.withAddress(network.base())).distinct().toList());
    }

    private static <T> T check(String key, String value, Function<String, T> reader) {
        try {
            return reader.apply(value == null ? "" : value.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(SurroundingsSettings.FILE + ", key " + key + ": " + e.getMessage(), e);
        }
    }

    /**
     * These on a system whose routes and names this client does not know how to change: what a gateway says is not followed there.
     *
     * @throws IllegalArgumentException if the settings ask for more
     */
    Rules elsewhere() {
        if (routing == Routing.FULL || !routes.isEmpty() || !excluded.isEmpty() || killSwitch || dns == Dns.PUSHED) {
            throw new IllegalArgumentException(SurroundingsSettings.FILE + " asks for what is possible on Linux and on 64-bit Windows only: have its settings as they were delivered");
        }
        return new Rules(Routing.NONE, routes, excluded, false, localNetworks, Dns.NONE, false);
    }

    /** These on a system whose routes carry no MTU. */
    Rules withoutMtu() {
        return new Rules(routing, routes, excluded, killSwitch, localNetworks, dns, false);
    }

    /** What goes through the tunnel, beside its own network. */
    List<Ipv4Network> throughTunnel(PushedSettings pushed) {
        if (routing == Routing.NONE) {
            return List.of();
        }
        List<Ipv4Network> all = new ArrayList<>(routing == Routing.FULL ? EVERYTHING : pushed.routes());
        all.addAll(routes);
        return all.stream().distinct().toList();
    }

    /** The DNS servers that the system is to ask through the tunnel. */
    List<String> dnsServers(PushedSettings pushed) {
        return dns == Dns.PUSHED || dns == Dns.AUTO && routing == Routing.FULL ? pushed.dnsServers() : List.of();
    }
}
