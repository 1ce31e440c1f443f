package com.softellect.vpn.lab.net;

import com.softellect.vpn.lab.LabException;

/**
 * Two namespaces, joined by a cable (a veth pair): the outer network that gateway and client reach each other through. To be
 * made inside {@link Isolation} only; it ends with the process that isolation was made for.
 */
public final class Network {

    /** The outer addresses. */
    public static final String GATEWAY_ADDRESS = "192.168.50.1";
    public static final String CLIENT_ADDRESS = "192.168.50.2";

    private static final String PREFIX = "/24";
    private static final String CARD = "eth0";

    private final Namespace gateway = new Namespace("gateway");
    private final Namespace client = new Namespace("client");

    private Network() {
    }

    /** Makes and joins them. */
    public static Network create() throws LabException, InterruptedException {
        Network network = new Network();
        // Names of network namespaces are files in /run/netns: ours are nobody else's.
        Command.of("mount", "-t", "tmpfs", "lab", "/run").require();
        network.add(network.gateway);
        network.add(network.client);
        Command.of("ip", "link", "add", CARD, "netns", network.gateway.name(),
                "type", "veth", "peer", "name", CARD, "netns", network.client.name()).require();
        network.configure(network.gateway, GATEWAY_ADDRESS);
        network.configure(network.client, CLIENT_ADDRESS);
        return network;
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

    private void configure(Namespace namespace, String address) throws LabException, InterruptedException {
        Command.of("ip", "-n", namespace.name(), "address", "add", address + PREFIX, "dev", CARD).require();
        Command.of("ip", "-n", namespace.name(), "link", "set", CARD, "up").require();
    }
}
