package com.softellect.vpn.api.client;

import org.osgi.annotation.versioning.ProviderType;

/** Decides whether a client is the one that it says it is. An OSGi service of the gateway. */
@ProviderType
public interface Authenticator {

    /**
     * @return the client whose possession of its credential the proof shows
     * @throws AuthenticationException if it does not; the reason is the same for an unknown client and a wrong proof
     */
    Client authenticate(Credentials credentials) throws AuthenticationException;
}
