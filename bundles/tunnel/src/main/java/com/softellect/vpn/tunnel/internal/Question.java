package com.softellect.vpn.tunnel.internal;

/** How a gateway is asked for a session. */
@FunctionalInterface
interface Question {

    /**
     * Asks, and waits for the answer.
     *
     * @return the session that may be used
     * @throws Exception if there is none; {@link Diagnosis} knows what it means
     */
    Terms ask(GatewayClient client) throws Exception;
}
