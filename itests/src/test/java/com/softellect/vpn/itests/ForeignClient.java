package com.softellect.vpn.itests;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A client that has read the WSDL and nothing else: HTTP of the JDK, XML as text, no class of this product. Runs in the container.
 */
final class ForeignClient {

    private static final String NAMESPACE = "http://softellect.com/vpn/gateway/1";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;

    ForeignClient(int port) {
        this.gateway = URI.create("http://127.0.0.1:" + port + "/cxf/vpn");
    }

    HttpResponse<String> wsdl() throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(gateway + "?wsdl")).timeout(Duration.ofSeconds(10)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** @param body the element below soap:Body, with the prefix {@code v} */
    HttpResponse<String> call(String body) throws IOException, InterruptedException {
        return post("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:v=\"" + NAMESPACE + "\"><s:Body>"
                + body + "</s:Body></s:Envelope>");
    }

    HttpResponse<String> post(String xml) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway).timeout(Duration.ofSeconds(10))
                .header("Content-Type", "text/xml; charset=utf-8").header("SOAPAction", "\"\"")
                .POST(HttpRequest.BodyPublishers.ofString(xml)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> authenticate(String clientId, String secret) throws IOException, InterruptedException {
        long now = System.currentTimeMillis();
        byte[] nonce = new byte[32];
        new SecureRandom().nextBytes(nonce);
        return call("<v:authenticate><v:protocol>1</v:protocol><v:clientId>" + clientId + "</v:clientId>"
                + "<v:algorithm>hmac-sha256</v:algorithm><v:timestampMillis>" + now + "</v:timestampMillis>"
                + "<v:nonce>" + base64(nonce) + "</v:nonce><v:proof>" + base64(proof(clientId, secret, now, nonce)) + "</v:proof>"
                + "</v:authenticate>");
    }

    /** The text of the first element of that name, whatever its prefix. */
    static String element(String name, String xml) {
        Matcher matcher = Pattern.compile("<(?:\\w+:)?" + name + "(?:\\s[^>]*)?>([^<]*)<").matcher(xml);
        if (!matcher.find()) {
            throw new AssertionError("no element " + name + " in " + xml);
        }
        return matcher.group(1);
    }

    private static byte[] proof(String clientId, String secret, long timestamp, byte[] nonce) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update("softellect-vpn authenticate 1\0".getBytes(StandardCharsets.US_ASCII));
            mac.update((clientId + "\0").getBytes(StandardCharsets.UTF_8));
            mac.update(ByteBuffer.allocate(8).putLong(timestamp).array());
            return mac.doFinal(nonce);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
