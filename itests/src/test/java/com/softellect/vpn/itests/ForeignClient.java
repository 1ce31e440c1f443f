package com.softellect.vpn.itests;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A client that has read the WSDL, with a key pair of its own, and nothing else: HTTPS of the JDK, XML as text, no class of this product. Runs in
 * the container.
 */
final class ForeignClient {

    private static final String NAMESPACE = "http://softellect.com/vpn/gateway/1";
    private static final int ED25519_BYTES = 32;

    private final AnyCertificate seen = new AnyCertificate();
    private final HttpClient http;
    private final URI gateway;
    private final KeyPair key;

    ForeignClient(int port) throws GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLSv1.3");
        tls.init(null, new TrustManager[] {seen}, null);
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(tls).build();
        this.gateway = URI.create("https://127.0.0.1:" + port + "/cxf/vpn");
        this.key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    /** Its public key as operators copy it: the last bytes of the SubjectPublicKeyInfo are the key's own. */
    String publicKey() {
        byte[] encoded = key.getPublic().getEncoded();
        return base64(Arrays.copyOfRange(encoded, encoded.length - ED25519_BYTES, encoded.length));
    }

    /** The pin of the gateway that it has talked to. */
    String pin() throws GeneralSecurityException {
        return "sha256/" + base64(seen.keyHash());
    }

    HttpResponse<String> wsdl() throws IOException, InterruptedException {
        return get("/cxf/vpn?wsdl");
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(gateway.resolve(path)).timeout(Duration.ofSeconds(10)).build(),
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

    HttpResponse<String> authenticate(String clientId) throws IOException, InterruptedException, GeneralSecurityException {
        long now = Long.parseLong(element("timeMillis", call("<v:getVersionInfo/>").body()));
        byte[] nonce = new byte[32];
        new SecureRandom().nextBytes(nonce);
        return call("<v:authenticate><v:protocol>1</v:protocol><v:clientId>" + clientId + "</v:clientId>"
                + "<v:algorithm>ed25519</v:algorithm><v:timestampMillis>" + now + "</v:timestampMillis>"
                + "<v:nonce>" + base64(nonce) + "</v:nonce><v:proof>" + base64(proof(clientId, now, nonce)) + "</v:proof>"
                + "</v:authenticate>");
    }

    private byte[] proof(String clientId, long timestamp, byte[] nonce) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key.getPrivate());
        signature.update("softellect-vpn authenticate 2\0".getBytes(StandardCharsets.US_ASCII));
        signature.update(seen.keyHash());
        signature.update((clientId + "\0").getBytes(StandardCharsets.UTF_8));
        signature.update(ByteBuffer.allocate(8).putLong(timestamp).array());
        signature.update(nonce);
        return signature.sign();
    }

    /** The text of the first element of that name, whatever its prefix. */
    static String element(String name, String xml) {
        Matcher matcher = Pattern.compile("<(?:\\w+:)?" + name + "(?:\\s[^>]*)?>([^<]*)<").matcher(xml);
        if (!matcher.find()) {
            throw new AssertionError("no element " + name + " in " + xml);
        }
        return matcher.group(1);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Trusts everybody and remembers whom. */
    private static final class AnyCertificate extends X509ExtendedTrustManager {

        /** Set by the connection's thread. */
        private volatile X509Certificate last;

        byte[] keyHash() throws GeneralSecurityException {
            return MessageDigest.getInstance("SHA-256").digest(last.getPublicKey().getEncoded());
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            last = chain[0];
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            last = chain[0];
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            last = chain[0];
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
