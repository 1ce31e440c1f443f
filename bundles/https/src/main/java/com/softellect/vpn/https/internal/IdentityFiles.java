package com.softellect.vpn.https.internal;

import com.softellect.vpn.credential.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two PEM files that the gateway's identity lies in. What is there is never written over. One thread at a time.
 *
 * @param certificate with its chain
 * @param key         private, of the certificate
 */
public record IdentityFiles(Path certificate, Path key) {

    private static final Logger LOG = LoggerFactory.getLogger(IdentityFiles.class);
    private static final int LEAST_RSA_BITS = 2048;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    /**
     * What the files hold; if there is neither of them, a new key and a certificate for it are made first.
     *
     * @param hosts DNS names and IP addresses for a new certificate
     */
    public GatewayCertificate loadOrMake(List<String> hosts) throws UnusableCertificateException {
        boolean hasCertificate = Files.exists(certificate);
        boolean hasKey = Files.exists(key);
        if (!hasCertificate && !hasKey) {
            make(hosts);
        } else if (!hasCertificate) {
            throw new UnusableCertificateException(key + " is there, but " + certificate + " is not: put the certificate back, or make one for this key"
                    + " (" + selfSign() + ")");
        } else if (!hasKey) {
            throw new UnusableCertificateException(certificate + " is there, but " + key + " is not: put the key back. If it is lost, remove the"
                    + " certificate too: both are made anew then, and every client needs a new profile");
        }
        warnIfOthersRead();
        return load();
    }

    /** What the files hold. */
    GatewayCertificate load() throws UnusableCertificateException {
        GatewayCertificate loaded = new GatewayCertificate(Pem.key(key), Pem.certificates(certificate));
        checkKey(loaded.key(), loaded.certificate().getPublicKey());
        checkChain(loaded.chain());
        if (loaded.notAfter().isBefore(Clock.systemUTC().instant())) {
            throw new UnusableCertificateException(certificate + " expired at " + loaded.notAfter()
                    + ": put a new one for the same key in its place (" + selfSign() + ")");
        }
        return loaded;
    }

    private void make(List<String> hosts) throws UnusableCertificateException {
        try {
            GatewayCertificate made = new NewCertificate(Clock.systemUTC()).make(hosts);
            // The key last: a certificate alone is found out and removed, a key alone would look like one that profiles pin.
            SecretFile.write(certificate, Pem.text("CERTIFICATE", made.certificate().getEncoded()));
            SecretFile.write(key, Pem.text("PRIVATE KEY", made.key().getEncoded()));
            LOG.info("made the gateway's key and certificate: {}, {}. Keep a copy of both: clients know the gateway by this key", key, certificate);
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableCertificateException("the gateway's key and certificate can't be made in " + certificate + " and " + key + ": "
                    + e.getMessage());
        }
    }

    private void checkKey(PrivateKey secret, PublicKey known) throws UnusableCertificateException {
        if (known instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            throw new UnusableCertificateException(key + " is an RSA key of " + rsa.getModulus().bitLength() + " bits, " + LEAST_RSA_BITS
                    + " are the least");
        }
        if (!belongTogether(secret, known)) {
            throw new UnusableCertificateException(key + " is not the key of the first certificate in " + certificate
                    + ": put files there that belong together, the gateway's own certificate before those of its issuers");
        }
    }

    private static boolean belongTogether(PrivateKey secret, PublicKey known) {
        if (!secret.getAlgorithm().equals(known.getAlgorithm())) {
            return false;
        }
        try {
            byte[] text = new byte[32];
            new SecureRandom().nextBytes(text);
            Signature signature = Signature.getInstance(signatureOf(secret.getAlgorithm()));
            signature.initSign(secret);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(known);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // for example keys on different curves
        }
    }

    private static String signatureOf(String algorithm) {
        return switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> algorithm;
        };
    }

    private void checkChain(List<X509Certificate> chain) throws UnusableCertificateException {
        for (int i = 1; i < chain.size(); i++) {
            if (!chain.get(i - 1).getIssuerX500Principal().equals(chain.get(i).getSubjectX500Principal())) {
                throw new UnusableCertificateException(certificate + ": certificate " + (i + 1) + " in it is not the issuer of the one before it: put the"
                        + " gateway's own first, then its issuer, then that one's");
            }
        }
    }

    private void warnIfOthersRead() {
        try {
            Set<PosixFilePermission> modes = Files.getPosixFilePermissions(key);
            if (modes.stream().anyMatch(OTHERS::contains)) {
                LOG.warn("{} has mode {}: others on this machine can read the gateway's key. Run: chmod 600 {}", key,
                        PosixFilePermissions.toString(modes), key);
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("who may read {} is not known here: {}", key, e.toString());
        }
    }

    private String selfSign() {
        return "openssl req -x509 -new -key " + key + " -days 3650 -subj '/CN=Softellect VPN gateway' -out " + certificate;
    }
}
