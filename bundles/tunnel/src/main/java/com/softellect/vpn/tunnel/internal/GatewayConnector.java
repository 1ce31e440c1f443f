package com.softellect.vpn.tunnel.internal;

/** Makes ways to gateways. Tests make one without a network. */
interface GatewayConnector {

    /** Does not block and connects to nothing yet. */
    GatewayClient open(ConnectionSettings settings);
}
