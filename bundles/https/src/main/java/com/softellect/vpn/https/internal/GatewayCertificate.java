package com.softellect.vpn.https.internal;

import com.softellect.vpn.credential.Pin;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * A private key and the certificates that belong to it. Immutable.
 *
 * @param key   the private key
 * @param chain the certificates as TLS sends them: first the key's own, then each one's issuer
 */
public record GatewayCertificate(PrivateKey key, List<X509Certificate> chain) {

    public GatewayCertificate {
        chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** See {@link Pin}. */
    public String pin() {
        return Pin.of(certificate().getPublicKey());
    }

    public Instant notAfter() {
        return certificate().getNotAfter().toInstant();
    }

    /**
     * What TLS connections are made from. It asks nobody for a certificate. The store is only how the platform wants to be given a key: one of the kind PKCS12
     * would encrypt it, and decrypt it again, which takes half a second when a gateway starts.
     */
    SSLContext tls() throws GeneralSecurityException, IOException {
        char[] noPassword = new char[0];
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, noPassword);
        store.setKeyEntry("gateway", key, noPassword, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, noPassword);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[0], null);
        return context;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "GatewayCertificate[" + certificate().getSubjectX500Principal() + ", " + pin() + ", until " + notAfter() + "]";
    }
}
