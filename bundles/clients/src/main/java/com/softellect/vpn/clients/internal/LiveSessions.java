package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import java.time.Instant;
import java.util.List;

/** What becomes of a client's live session when the client changes. Without a registry there is no session. Thread-safe. */
final class LiveSessions {

    /** Published by {@link #use} and {@link #forget}; null while there is none. */
    private volatile SessionRegistry registry;

    synchronized void use(SessionRegistry added) {
        registry = added;
    }

    synchronized void forget(SessionRegistry removed) {
        registry = registry == removed ? null : registry;
    }

    Ipv4Network network() throws ClientException {
        SessionRegistry there = registry;
        if (there == null) {
            throw new ClientException("the tunnel's network is not known, so no address can be given: start the bundle com.softellect.vpn.registry, "
                    + "or see in vpn:status why it did not start");
        }
        return there.network();
    }

    List<String> clientIds() {
        SessionRegistry there = registry;
        return there == null ? List.of() : there.sessions().stream().map(Session::clientId).toList();
    }

    void end(String clientId, EndReason reason) {
        SessionRegistry there = registry;
        if (there != null) {
            there.endClient(clientId, reason);
        }
    }

    /** @param after the client as it is; null: it is not there any more */
    void changed(Client before, Client after, Instant now) {
        if (after != null && !after.publicKey().equals(before.publicKey()) && after.mayConnect(now)) {
            end(after.id(), EndReason.KEY_CHANGED);
        } else if (after != null && after.address() != before.address() && after.mayConnect(now)) {
            end(after.id(), EndReason.ADMINISTRATOR); // removed and added anew in a store that is shared: it may come back at its new address
        } else {
            adapt(before.id(), after, now);
        }
    }

    /** @param client null: there is none */
    void adapt(String clientId, Client client, Instant now) {
        SessionRegistry there = registry;
        if (there == null) {
            return;
        }
        if (client == null || !client.enabled()) {
            there.endClient(clientId, EndReason.REVOKED);
        } else if (client.hasExpired(now)) {
            there.endClient(clientId, EndReason.EXPIRED);
        } else {
            there.clientChanged(client);
        }
    }
}
