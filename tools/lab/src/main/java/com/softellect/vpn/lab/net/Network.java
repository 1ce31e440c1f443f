package com.softellect.vpn.lab.net;

import com.softellect.vpn.lab.LabException;
import java.time.Duration;
import java.util.List;

/**
 * Two namespaces, joined by a cable (a veth pair): the outer network that gateway and client reach each other through. Others are joined to the gateway where
 * they are wanted. To be
 * made inside {@link Isolation} only; it ends with the process that isolation was made for.
 */
public final class Network {

    /** The outer addresses. */
    public static final String GATEWAY_ADDRESS = "192.168.50.1";
    public static final String CLIENT_ADDRESS = "192.168.50.2";

    /** Where {@link #joinStrangers} are: a whole network of addresses, all of them theirs. */
    public static final String STRANGERS_NETWORK = "192.168.60.0/22";

    /** The gateway's address on its other side, the one that {@link #joinInternet} makes; no host of the internet knows another. */
    public static final String GATEWAY_PUBLIC_ADDRESS = "203.0.113.1";

    /** The host that stands for the internet, and the address that its DNS server has to itself. */
    public static final String INTERNET_ADDRESS = "203.0.113.80";
    public static final String INTERNET_DNS_ADDRESS = "203.0.113.53";

    /** All of the internet's addresses. */
    public static final String INTERNET_NETWORK = "203.0.113.0/24";

    private static final String PREFIX = "/24";
    private static final String CARD = "eth0";
    private static final String STRANGERS_CARD = "eth1";
    private static final String INTERNET_CARD = "eth2";
    private static final String TO_STRANGERS_ADDRESS = "192.168.51.1";
    private static final String STRANGERS_ADDRESS = "192.168.51.2";

    private final Namespace gateway = new Namespace("gateway");
    private final Namespace client = new Namespace("client");

    private final Namespace strangers = new Namespace("strangers");
    private final Namespace internet = new Namespace("internet");

    private Network() {
    }

    /** Makes and joins them. */
    public static Network create() throws LabException, InterruptedException {
        Network network = new Network();
        // Names of network namespaces are files in /run/netns: ours are nobody else's.
        Command.of("mount", "-t", "tmpfs", "lab", "/run").require();
        network.add(network.gateway);
        network.add(network.client);
        network.join(network.client, CARD);
        network.configure(network.gateway, CARD, GATEWAY_ADDRESS);
        network.configure(network.client, CARD, CLIENT_ADDRESS);
        return network;
    }

    /** Joins a third namespace to the gateway, by a cable of its own. To be called once. */
    public Namespace joinStrangers() throws LabException, InterruptedException {
        add(strangers);
        join(strangers, STRANGERS_CARD);
        configure(gateway, STRANGERS_CARD, TO_STRANGERS_ADDRESS);
        configure(strangers, CARD, STRANGERS_ADDRESS);
        Command.of("ip", "-n", gateway.name(), "route", "add", STRANGERS_NETWORK, "via", STRANGERS_ADDRESS).require();
        Command.of("ip", "-n", strangers.name(), "route", "add", "default", "via", TO_STRANGERS_ADDRESS).require();
        // A local route is what having an address means to the kernel; one is enough for all of them.
        Command.of("ip", "-n", strangers.name(), "route", "add", "local", STRANGERS_NETWORK, "dev", "lo").require();
        return strangers;
    }

    /**
     * Joins a namespace that stands for the internet to the gateway, by a cable of its own. It has no way back to any network behind the gateway, and the
     * gateway has its default route there; the gateway's kernel does not forward, until somebody has it do so. To be called once.
     */
    public Namespace joinInternet() throws LabException, InterruptedException {
        add(internet);
        join(internet, INTERNET_CARD);
        configure(gateway, INTERNET_CARD, GATEWAY_PUBLIC_ADDRESS);
        configure(internet, CARD, INTERNET_ADDRESS);
        Command.of("ip", "-n", internet.name(), "address", "add", INTERNET_DNS_ADDRESS + PREFIX, "dev", CARD).require();
        Command.of("ip", "-n", gateway.name(), "route", "add", "default", "via", INTERNET_ADDRESS).require();
        gateway.command("sh", "-c", "echo 0 > /proc/sys/net/ipv4/ip_forward").require(); // or it would be what the machine has
        return internet;
    }

    /** Sets the MTU of the cable between gateway and internet, at both of its ends. */
    public void internetMtu(int bytes) throws LabException, InterruptedException {
        setMtu(gateway, INTERNET_CARD, bytes);
        setMtu(internet, CARD, bytes);
    }

    /**
     * Puts a long link in the place of the cable between gateway and client; the addresses stay.
     *
     * @param delay each way
     */
    public LongLink lengthen(Duration delay) throws LabException, InterruptedException {
        Command.of("ip", "-n", client.name(), "link", "delete", CARD).require(); // of a veth pair both ends go
        LongLink link = LongLink.between(gateway, client, CARD, delay);
        configure(gateway, CARD, GATEWAY_ADDRESS);
        configure(client, CARD, CLIENT_ADDRESS);
        return link;
    }

    /** Puts a cable in the place of that long link again. */
    public void shorten(LongLink link) throws LabException, InterruptedException {
        link.end();
        join(client, CARD);
        configure(gateway, CARD, GATEWAY_ADDRESS);
        configure(client, CARD, CLIENT_ADDRESS);
    }

    /**
     * Whether the cable between gateway and client takes segments of up to 64 KiB whole, as it does at first, or frames of its MTU only, as a plain network card
     * does; what arrives is merged again either way.
     *
     * @throws LabException if {@code ethtool} is not installed
     */
    public void segmentsWhole(boolean whole) throws LabException, InterruptedException {
        String word = whole ? "on" : "off";
        for (Namespace namespace : List.of(gateway, client)) {
            namespace.command("ethtool", "-K", CARD, "tso", word, "tx-udp-segmentation", word, "gro", "on").require();
        }
    }

    public Namespace gateway() {
        return gateway;
    }

    public Namespace client() {
        return client;
    }

    private void add(Namespace namespace) throws LabException, InterruptedException {
        Command.of("ip", "netns", "add", namespace.name()).require();
        Command.of("ip", "-n", namespace.name(), "link", "set", "lo", "up").require();
    }

    private void join(Namespace other, String card) throws LabException, InterruptedException {
        Command.of("ip", "link", "add", card, "netns", gateway.name(),
                "type", "veth", "peer", "name", CARD, "netns", other.name()).require();
    }

    private static void setMtu(Namespace namespace, String card, int bytes) throws LabException, InterruptedException {
        Command.of("ip", "-n", namespace.name(), "link", "set", card, "mtu", Integer.toString(bytes)).require();
    }

    private void configure(Namespace namespace, String card, String address) throws LabException, InterruptedException {
        Command.of("ip", "-n", namespace.name(), "address", "add", address + PREFIX, "dev", card).require();
        Command.of("ip", "-n", namespace.name(), "link", "set", card, "up").require();
    }
}
