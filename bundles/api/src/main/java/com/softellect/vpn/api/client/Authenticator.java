package com.softellect.vpn.api.client;

import org.osgi.annotation.versioning.ProviderType;

/** Decides whether a client is the one that it says it is. An OSGi service of the gateway. Any thread; does not block. */
@ProviderType
public interface Authenticator {

    /**
     * Checks a proof. Both outcomes are written to the audit log.
     *
     * @param from the address that the call came from, as text: counts its failures, see {@link AddressGuard}
     * @return the client whose possession of its private key the proof shows; one without an address of its own with the one that is lent to it
     * @throws AuthenticationException if it does not, or the client may not connect. Nobody learns without the right key whether a client
     *                                 exists: the reason is then the same for an unknown client and a wrong proof
     */
    Client authenticate(Credentials credentials, String from) throws AuthenticationException;

    /**
     * Whether this is still what is known of the client, and it may still connect. To be asked after a session was opened for it: a change
     * between the authentication and that moment found no session to end.
     */
    boolean isCurrent(Client authenticated);
}
