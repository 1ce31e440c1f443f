package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.contract.SendPackets;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Asks whether a session is still there after its connection broke: a {@code sendPackets} without packets, whose number means nothing. */
record Resumption(Terms terms) implements Question {

    @Override
    public Terms ask(GatewayClient client, BooleanSupplier wanted) throws Exception {
        client.gateway().sendPackets(new SendPackets(terms.sessionId(), 0, List.of()));
        return terms;
    }
}
