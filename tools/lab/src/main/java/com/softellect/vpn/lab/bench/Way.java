package com.softellect.vpn.lab.bench;

import com.softellect.vpn.lab.net.Network;
import com.softellect.vpn.lab.node.Pair;

/**
 * What a measurement goes through.
 *
 * @param prefix  of its keys in the report
 * @param gateway the address of the gateway on it
 * @param client  the address of the client on it
 */
enum Way {
    TUNNEL("", Pair.GATEWAY_TUNNEL_ADDRESS, Pair.CLIENT_TUNNEL_ADDRESS),
    /** The same link without the tunnel. */
    BARE_LINK("bare_link_", Network.GATEWAY_ADDRESS, Network.CLIENT_ADDRESS);

    private final String prefix;
    private final String gateway;
    private final String client;

    Way(String prefix, String gateway, String client) {
        this.prefix = prefix;
        this.gateway = gateway;
        this.client = client;
    }

    String gateway() {
        return gateway;
    }

    String client() {
        return client;
    }

    String key(BenchFigure figure) {
        return prefix + figure.key();
    }
}
