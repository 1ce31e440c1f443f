package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.contract.VpnGateway;

/** The way to one gateway. Threads: all methods may be called by any thread. */
interface GatewayClient extends AutoCloseable {

    /**
     * The gateway, for any number of calls at the same time. It connects to nothing yet. Its first call that carries no packets may take a second
     * longer than others, unless the way is prepared.
     *
     * @throws RuntimeException if the way can't be made
     */
    VpnGateway gateway();

    /** Makes now what the first call that carries no packets would make. */
    default void prepare() {
        gateway();
    }

    /** The pin of the key that the gateway showed in all TLS connections of this way; null before the first one. */
    String pin();

    /** What the gateway says of this client's limits, quota and expiry, as it said it; null: nothing. */
    String notice();

    /** Gives back what the way holds. Calls in flight may fail. Closing twice is harmless. */
    @Override
    void close();
}
