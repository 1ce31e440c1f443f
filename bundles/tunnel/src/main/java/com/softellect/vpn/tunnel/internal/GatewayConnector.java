package com.softellect.vpn.tunnel.internal;

import java.util.List;

/** Makes ways to gateways. Tests make one without a network. */
interface GatewayConnector {

    /**
     * Does not block and connects to nothing yet.
     *
     * @param to   the gateway
     * @param pins of the keys that it may have
     */
    GatewayClient open(Destination to, List<String> pins, ConnectionSettings settings);
}
