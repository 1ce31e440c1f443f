package com.softellect.vpn.lab.node;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * A client's id and the secret that it shares with the gateway.
 *
 * @param clientId 1 to 64 of the characters {@code A-Z a-z 0-9 . _ -}
 * @param secret   16 characters or more
 */
record Credential(String clientId, String secret) {

    private static final String FILE = "com.softellect.vpn.client-";
    private static final int SECRET_BYTES = 24;

    static String randomSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** The one that this gateway has for the client. */
    static Credential of(NodeFolder gateway, String clientId) throws IOException {
        return new Credential(clientId, Settings.in(gateway.settings(FILE + clientId)).get("secret"));
    }

    /** Lets the client in at this gateway, with this tunnel address. */
    void admit(NodeFolder gateway, String address) throws LabException {
        gateway.configure(FILE + clientId,
                Map.of("id", clientId, "secret", secret, "address", address));
    }

    /** Makes this client use it at the gateway of the URL. */
    void use(NodeFolder client, String gatewayUrl, boolean autoConnect) throws LabException {
        client.configure("com.softellect.vpn.tunnel",
                Map.of("gatewayUrl", gatewayUrl, "clientId", clientId, "secret", secret, "autoConnect", autoConnect));
    }

    /** Without the secret: it does not belong into a log. */
    @Override
    public String toString() {
        return "Credential[" + clientId + "]";
    }
}
