package com.softellect.vpn.tunnel.internal;

import java.util.function.BooleanSupplier;

/** How a gateway is asked for a session. */
@FunctionalInterface
interface Question {

    /**
     * Asks, and waits for the answer.
     *
     * @param wanted to be asked before the call that changes something at the gateway: whether somebody still waits for the session
     * @return the session that may be used
     * @throws Exception if there is none; {@link Diagnosis} knows what it means
     */
    Terms ask(GatewayClient client, BooleanSupplier wanted) throws Exception;
}
