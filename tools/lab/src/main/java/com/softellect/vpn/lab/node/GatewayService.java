package com.softellect.vpn.lab.node;

import com.softellect.vpn.lab.net.Network;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The lab's gateway as its clients reach it, over HTTPS. Asked from the calling thread's network namespace; trusts the certificate that lies in
 * the gateway's folder and no other. Immutable.
 *
 * @param gateway the gateway's folder
 * @param host    the gateway's outer address
 */
public record GatewayService(NodeFolder gateway, String host) {

    /** Where the service is on its server. */
    public static final String PATH = "/cxf/vpn";

    private static final int TIMEOUT_MILLIS = 5_000;

    /** The one in the lab's network. */
    public static GatewayService in(NodeFolder gateway) {
        return new GatewayService(gateway, Network.GATEWAY_ADDRESS);
    }

    public String url() {
        return "https://" + host + ":" + Role.HTTPS_PORT + PATH;
    }

    /** Whether a client could read the contract. @throws IOException if not, or not yet; it says why */
    boolean answers() throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) new URL(url() + "?wsdl").openConnection();
        connection.setSSLSocketFactory(context().getSocketFactory());
        connection.setHostnameVerifier((name, session) -> true); // the certificate itself is known
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try {
            int status = connection.getResponseCode();
            if (status != HttpsURLConnection.HTTP_OK) {
                throw new IOException("HTTP status " + status);
            }
            return true;
        } finally {
            connection.disconnect();
        }
    }

    /** Of clients that trust this gateway's certificate alone. */
    public SSLContext context() throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("gateway", certificate());
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use the gateway's certificate: " + e.getMessage(), e);
        }
    }

    /** What it shows to its clients. */
    public Certificate certificate() throws IOException, GeneralSecurityException {
        Path file = gateway.etc().resolve("vpn/gateway.crt");
        try (InputStream pem = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
