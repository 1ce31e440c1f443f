package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.Pin;
import com.softellect.vpn.credential.Profile;
import com.softellect.vpn.credential.ProfileFormat;
import java.util.List;

/** Profiles of a client called alice, as a gateway's operator makes them. */
final class Profiles {

    static final String URL = "https://gateway.test:8443/cxf/vpn";
    static final String OTHER_URL = "https://other.test:8443/cxf/vpn";
    static final ClientKey KEY = ClientKey.generate();

    /** Of some key: to the client a pin is 32 bytes. */
    static final String PIN = Pin.of(com.softellect.vpn.credential.PublicKeys.parse(ClientKey.generate().publicKey()));

    private Profiles() {
    }

    static byte[] alice(String... urls) {
        return of("alice", KEY, urls);
    }

    static byte[] of(String clientId, ClientKey key, String... urls) {
        return ProfileFormat.write(new Profile(clientId, urls.length == 0 ? List.of(URL) : List.of(urls), List.of(PIN), key.publicKey(), key.secret(),
                null, null, false));
    }

    /** Without the private key, which the client has. */
    static byte[] withoutKey(String publicKey) {
        return ProfileFormat.write(new Profile("alice", List.of(URL), List.of(PIN), publicKey, null, null, null, false));
    }
}
