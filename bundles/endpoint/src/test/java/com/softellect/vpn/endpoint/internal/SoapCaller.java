package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.Proof;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of another make: writes and reads the XML itself. */
final class SoapCaller {

    private static final String NAMESPACE = "http://softellect.com/vpn/gateway/1";

    private final GatewayHarness gateway;
    private final HttpClient http;

    SoapCaller(GatewayHarness gateway) {
        this.gateway = gateway;
        this.http = HttpClient.newBuilder().sslContext(gateway.trusted()).version(Version.HTTP_1_1).build();
    }

    /** In the form that CXF writes too. */
    static String envelope(String operation, String content) {
        return "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><" + operation + " xmlns=\"" + NAMESPACE
                + "\">" + content + "</" + operation + "></soap:Body></soap:Envelope>";
    }

    static String element(String name, Object value) {
        return "<" + name + ">" + value + "</" + name + ">";
    }

    /** The contents of all elements of that local name. */
    static List<String> values(String xml, String name) {
        Matcher matcher = Pattern.compile("<(?:\\w+:)?" + name + "(?: [^>]*)?>([^<]*)</").matcher(xml);
        List<String> values = new ArrayList<>();
        while (matcher.find()) {
            values.add(matcher.group(1));
        }
        return values;
    }

    CompletableFuture<HttpResponse<String>> post(String contentType, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url())).header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body)).build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }

    HttpResponse<byte[]> postForBytes(String contentType, byte[] body) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(gateway.url())).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)).build(),
                BodyHandlers.ofByteArray());
    }

    CompletableFuture<HttpResponse<String>> call(String operation, String content) {
        return post("text/xml; charset=utf-8", envelope(operation, content).getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String query) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(gateway.url() + query)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> authenticate(String clientId) {
        return authenticate(clientId, gateway.key(clientId));
    }

    HttpResponse<String> authenticate(String clientId, ClientKey key) {
        return authenticate(Proof.create(clientId, key, gateway.pin(), System.currentTimeMillis()));
    }

    HttpResponse<String> authenticate(Credentials shown) {
        return call("authenticate", authentication(shown)).join();
    }

    /** What stands in an authenticate call. */
    static String authentication(Credentials c) {
        return element("protocol", 1) + element("clientId", c.clientId()) + element("algorithm", c.algorithm())
                + element("timestampMillis", c.timestampMillis()) + element("nonce", base64(c.nonce())) + element("proof", base64(c.proof()));
    }

    /** Opens a session and returns its id. */
    String session(String clientId) {
        return values(authenticate(clientId).body(), "sessionId").get(0);
    }

    CompletableFuture<HttpResponse<String>> send(String session, long sequence, byte[]... packets) {
        StringBuilder content = new StringBuilder(element("sessionId", session) + element("sequence", sequence));
        for (byte[] packet : packets) {
            content.append(element("packet", base64(packet)));
        }
        return call("sendPackets", content.toString());
    }

    CompletableFuture<HttpResponse<String>> receive(String session) {
        return call("receivePackets", element("sessionId", session));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
