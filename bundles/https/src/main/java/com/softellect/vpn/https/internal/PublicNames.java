package com.softellect.vpn.https.internal;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Where clients reach the gateway. Any thread. */
public final class PublicNames {

    /** Where the service is; see {@code path} in etc/com.softellect.vpn.endpoint.cfg. */
    private static final String PATH = "/cxf/vpn";

    private static final int MAX_PORT = 65_535;
    private static final Set<String> ANY = Set.of("0.0.0.0", "::");

    private final Supplier<List<URI>> places;

    private PublicNames(Supplier<List<URI>> places) {
        this.places = places;
    }

    /**
     * Those that the setting names; if it names none, the address that the door listens on, or those that this machine has at the moment of asking.
     *
     * @param setting HOST or HOST:PORT, with a path behind if it is another, comma separated, best first
     * @throws IllegalArgumentException if a name can't be used; the message names the key
     */
    public static PublicNames of(String setting, DoorSettings door) {
        List<URI> named = Arrays.stream(setting.split(",")).map(String::trim).filter(name -> !name.isEmpty())
                .map(name -> place(name, door.port())).toList();
        if (!named.isEmpty()) {
            return new PublicNames(() -> named);
        }
        if (ANY.contains(door.address())) {
            return new PublicNames(() -> own(door.port()));
        }
        List<URI> listening = List.of(place(door.address().contains(":") ? "[" + door.address() + "]" : door.address(), door.port()));
        return new PublicNames(() -> listening);
    }

    /** The gateway's URLs, best first; at least one. */
    public List<String> urls() {
        return places.get().stream().map(URI::toString).toList();
    }

    /** DNS names and IP addresses, for a certificate. */
    public List<String> hosts() {
        return places.get().stream().map(place -> place.getHost().replaceAll("[\\[\\]]", "")).distinct().toList();
    }

    private static URI place(String name, int defaultPort) {
        try {
            URI given = URI.create("https://" + name);
            if (isPlace(given)) {
                String path = given.getPath().isEmpty() ? PATH : given.getPath();
                return URI.create("https://" + given.getHost() + ":" + (given.getPort() < 0 ? defaultPort : given.getPort()) + path);
            }
        } catch (IllegalArgumentException e) {
            throw unusable(name);
        }
        throw unusable(name);
    }

    private static boolean isPlace(URI given) {
        return given.getHost() != null && given.getUserInfo() == null && given.getQuery() == null && given.getFragment() == null
                && !given.getAuthority().endsWith(":") && given.getPort() != 0 && given.getPort() <= MAX_PORT;
    }

    private static IllegalArgumentException unusable(String name) {
        return DoorSettings.wrong("publicNames", "'" + name + "' is not HOST or HOST:PORT, for example vpn.example.org or 198.51.100.7:443"
                + " (an IPv6 address stands in brackets)");
    }

    private static List<URI> own(int port) {
        List<URI> own = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces().filter(PublicNames::isReachable).flatMap(NetworkInterface::inetAddresses)
                    .filter(Inet4Address.class::isInstance).map(InetAddress::getHostAddress).forEach(host -> own.add(place(host, port)));
        } catch (SocketException e) {
            own.clear(); // as if there were none
        }
        return own.isEmpty() ? List.of(place(InetAddress.getLoopbackAddress().getHostAddress(), port)) : own;
    }

    /** TUN adapters are point to point: the tunnel's own addresses are no way to the gateway. */
    private static boolean isReachable(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback() && !network.isPointToPoint();
        } catch (SocketException e) {
            return false; // it has just gone
        }
    }
}
