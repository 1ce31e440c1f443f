package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.client.ClientException;
import com.softellect.vpn.api.client.Enrolment;
import com.softellect.vpn.api.gateway.GatewayIdentity;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.credential.Profile;
import com.softellect.vpn.credential.ProfileFormat;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Issues profiles. Thread-safe. */
final class Profiles {

    private final Duration patience;

    /** Guarded by this object; null while there is none. */
    private GatewayIdentity identity;

    /** @param patience how long {@link #await} waits for a gateway that is still starting, or whose HTTPS layer is being replaced */
    Profiles(Duration patience) {
        this.patience = patience;
    }

    synchronized void use(GatewayIdentity added) {
        identity = added;
        notifyAll();
    }

    synchronized void forget(GatewayIdentity removed) {
        identity = identity == removed ? null : identity;
    }

    /** Waits until profiles can be issued. Not to be called with a lock held that others need meanwhile. */
    synchronized void await() throws ClientException {
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toNanos(); identity == null && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException("interrupted while waiting for the gateway's certificate; nothing was changed", e);
        }
        identity();
    }

    Enrolment issue(Client client, GivenKey key) throws ClientException {
        GatewayIdentity own = identity();
        try {
            Profile profile = new Profile(client.id(), own.urls(), own.profilePins(), client.publicKey(), key.secret(),
                    client.hasOwnAddress() ? Ipv4Network.format(client.address()) : null, client.expires(), client.clientToClient());
            return new Enrolment(client, ProfileFormat.write(profile));
        } catch (IllegalArgumentException e) {
            throw new ClientException("no profile can be issued: " + e.getMessage(), e);
        }
    }

    private synchronized GatewayIdentity identity() throws ClientException {
        if (identity == null) {
            throw new ClientException("the gateway has no certificate yet that a profile could name: start the bundle com.softellect.vpn.https, "
                    + "or see in vpn:status why it did not start");
        }
        return identity;
    }
}
