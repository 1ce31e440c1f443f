package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.contract.SendPackets;
import java.util.List;

/** Asks whether a session is still there after its connection broke: a {@code sendPackets} without packets, whose number means nothing. */
record Resumption(Terms terms) implements Question {

    @Override
    public Terms ask(GatewayClient client) throws Exception {
        client.gateway().sendPackets(new SendPackets(terms.sessionId(), 0, List.of()));
        return terms;
    }
}
