package com.softellect.vpn.https.internal;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Where clients reach the gateway. Any thread. */
public final class PublicNames {

    /** Where the service is; see {@code path} in etc/com.softellect.vpn.endpoint.cfg. */
    private static final String PATH = "/cxf/vpn";

    private static final String ANY = "0.0.0.0";

    private final Supplier<List<URI>> places;

    private PublicNames(Supplier<List<URI>> places) {
        this.places = places;
    }

    /**
     * Those that the settings name, or the addresses that this machine has at the moment of asking.
     *
     * @throws IllegalArgumentException if a name can't be used; the message names the key
     */
    static PublicNames of(HttpsSettings settings) {
        int port = DoorSettings.of(settings).port();
        List<URI> named = Arrays.stream(settings.publicNames().split(",")).map(String::trim).filter(name -> !name.isEmpty())
                .map(name -> place(name, port)).toList();
        if (!named.isEmpty()) {
            return new PublicNames(() -> named);
        }
        String address = settings.address().trim();
        Stream<String> fixed = address.equals(ANY) ? Stream.empty() : Stream.of(address);
        List<URI> listening = fixed.map(host -> place(host, port)).toList();
        return new PublicNames(() -> listening.isEmpty() ? own(port) : listening);
    }

    /** One name, as tests and the like use it. */
    public static PublicNames of(String host, int port) {
        List<URI> only = List.of(place(host, port));
        return new PublicNames(() -> only);
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
            if (given.getHost() != null && given.getUserInfo() == null && given.getQuery() == null && given.getFragment() == null) {
                String path = given.getPath().isEmpty() ? PATH : given.getPath();
                return URI.create("https://" + given.getHost() + ":" + (given.getPort() < 0 ? defaultPort : given.getPort()) + path);
            }
        } catch (IllegalArgumentException e) {
            throw unusable(name);
        }
        throw unusable(name);
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
