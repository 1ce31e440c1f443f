package com.softellect.vpn.lab.attack;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The gateway that is flooded, and what is said to it. Immutable.
 *
 * @param address  where it listens
 * @param path     of its service
 * @param clients  ids that strangers claim to have
 */
public record Target(InetSocketAddress address, String path, List<String> clients) {

    private static final int NONCE_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;

    public Target {
        clients = List.copyOf(clients);
    }

    /** An HTTP request with a call of authenticate, in which all is right but the signature. Another one each time. */
    byte[] request(SplittableRandom random) {
        String body = "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
                + "<authenticate xmlns=\"http://softellect.com/vpn/gateway/1\"><protocol>1</protocol><clientId>"
                + clients.get(random.nextInt(clients.size())) + "</clientId><algorithm>ed25519</algorithm><timestampMillis>"
                + System.currentTimeMillis() + "</timestampMillis><nonce>" + base64(random, NONCE_BYTES) + "</nonce><proof>"
                + base64(random, SIGNATURE_BYTES) + "</proof></authenticate></soap:Body></soap:Envelope>";
        String head = "POST " + path + " HTTP/1.1\r\nHost: " + address.getHostString() + ":" + address.getPort()
                + "\r\nContent-Type: text/xml; charset=utf-8\r\nSOAPAction: \"\"\r\nContent-Length: " + body.length() + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    private static String base64(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
