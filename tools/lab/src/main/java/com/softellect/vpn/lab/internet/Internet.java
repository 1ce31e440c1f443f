package com.softellect.vpn.lab.internet;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.measure.Iperf3;
import com.softellect.vpn.lab.measure.Transfer;
import com.softellect.vpn.lab.net.Namespace;
import com.softellect.vpn.lab.net.Network;
import java.io.IOException;
import java.net.URI;

/**
 * The internet of the lab: one host behind the gateway with a web server, a DNS server of its own, and whatever else is measured with. It knows no address of
 * the tunnel, so that it answers those only who come with the gateway's. Its servers run in this process until it is closed.
 */
public final class Internet implements AutoCloseable {

    /** What is reached by name. */
    public static final String HOST = "www.lab.example";
    public static final URI PAGE = URI.create("http://" + HOST + "/");

    /** A name with so many addresses that a datagram without EDNS has no room for them. */
    public static final String HOST_WITH_MANY_ADDRESSES = "many.lab.example";
    public static final int MANY = Zone.MANY;

    private final Namespace namespace;
    private final NameServer names;
    private final WebServer web;

    private Internet(Namespace namespace, NameServer names, WebServer web) {
        this.namespace = namespace;
        this.names = names;
        this.web = web;
    }

    /** Joins it to the network's gateway, and starts its servers. To be called once for a network. */
    public static Internet open(Network network) throws LabException, InterruptedException {
        Namespace namespace = network.joinInternet();
        return new Internet(namespace, NameServer.start(namespace, Network.INTERNET_DNS_ADDRESS, Zone.ofTheInternet()),
                WebServer.start(namespace, Network.INTERNET_ADDRESS));
    }

    public Namespace namespace() {
        return namespace;
    }

    public NameServer names() {
        return names;
    }

    /** Opens pages for somebody in that namespace, who asks this internet's DNS server. */
    public Browser browser(Namespace from) {
        return new Browser(from, Network.INTERNET_DNS_ADDRESS);
    }

    /** TCP of our own between a client in that namespace and this host; the client makes the connection. */
    public Transfer transfer(Namespace client) {
        return new Transfer(namespace, client, Network.INTERNET_ADDRESS);
    }

    /** {@code iperf3}, its server here. */
    public Iperf3 iperf3(Namespace client, int warmSeconds, int seconds) {
        return new Iperf3(namespace, client, Network.INTERNET_ADDRESS, warmSeconds, seconds);
    }

    @Override
    public void close() throws LabException {
        try {
            web.close();
            names.close();
        } catch (IOException e) {
            throw new LabException("cannot close the DNS server: " + e, e);
        }
    }
}
