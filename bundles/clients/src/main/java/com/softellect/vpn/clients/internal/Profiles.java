package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.client.Enrolment;
import com.softellect.vpn.api.gateway.GatewayIdentity;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.credential.Profile;
import com.softellect.vpn.credential.ProfileFormat;

/** Issues profiles. Thread-safe. */
final class Profiles {

    /** Published by {@link #use} and {@link #forget}; null while there is none. */
    private volatile GatewayIdentity identity;

    synchronized void use(GatewayIdentity added) {
        identity = added;
    }

    synchronized void forget(GatewayIdentity removed) {
        identity = identity == removed ? null : identity;
    }

    Enrolment issue(Client client, GivenKey key) throws ClientException {
        GatewayIdentity own = identity;
        if (own == null) {
            throw new ClientException("the gateway has no certificate yet that a profile could name: start the bundle com.softellect.vpn.https, "
                    + "or see in vpn:status why it did not start");
        }
        try {
            Profile profile = new Profile(client.id(), own.urls(), own.profilePins(), client.publicKey(), key.secret(),
                    client.hasOwnAddress() ? Ipv4Network.format(client.address()) : null, client.expires(), client.clientToClient());
            return new Enrolment(client, ProfileFormat.write(profile));
        } catch (IllegalArgumentException e) {
            throw new ClientException("no profile can be issued: " + e.getMessage(), e);
        }
    }
}
