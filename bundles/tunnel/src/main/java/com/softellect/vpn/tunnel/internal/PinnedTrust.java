package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.credential.Pin;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a gateway that has one of the profile's keys, and nobody else. Host name, issuer and dates of its certificate do not matter: the
 * handshake proves that the other side has the private key of the certificate, and the pin says which key that must be. The first key that was
 * seen must then be that of all connections.
 *
 * <p>Thread-safe.
 */
final class PinnedTrust extends X509ExtendedTrustManager implements HostnameVerifier {

    private final List<byte[]> hashes;

    /** Of the gateway that is spoken to; null before the first handshake. Guarded by this. */
    private String seen;

    /** @param pins the profile's, see {@link Pin} */
    PinnedTrust(List<String> pins) {
        this.hashes = pins.stream().map(Pin::hash).toList();
    }

    /** The pin of the gateway's key, as the TLS connections showed it; null if there was none yet. */
    synchronized String pin() {
        return seen;
    }

    private synchronized void check(X509Certificate[] chain) throws CertificateException {
        String pin = Pin.of(chain[0].getPublicKey());
        byte[] hash = Pin.hash(pin);
        boolean inProfile = hashes.stream().anyMatch(trusted -> Arrays.equals(trusted, hash));
        if (!inProfile || seen != null && !seen.equals(pin)) {
            throw new UnexpectedPinException(pin, inProfile);
        }
        seen = pin;
    }

    /** What the platform asks if the name in the certificate is another one than the URL's: the key decides, not the name. */
    @Override
    public boolean verify(String host, SSLSession session) {
        try {
            return Pin.of(session.getPeerCertificates()[0].getPublicKey()).equals(pin());
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        throw noServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        throw noServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw noServer();
    }

    private static CertificateException noServer() {
        return new CertificateException("this is a client: nobody connects to it");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
