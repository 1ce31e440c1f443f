package com.softellect.vpn.https.internal;

import com.softellect.vpn.credential.SecretFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Certificates and private keys as operators have them: PEM (RFC 7468), keys as PKCS#8, PKCS#1 or SEC1. Stateless. */
final class Pem {

    private static final int MAX_BYTES = 1 << 20;
    private static final Map<ASN1ObjectIdentifier, String> ALGORITHMS = Map.of(PKCSObjectIdentifiers.rsaEncryption, "RSA",
            X9ObjectIdentifiers.id_ecPublicKey, "EC", EdECObjectIdentifiers.id_Ed25519, "Ed25519");

    private Pem() {
    }

    /** All certificates of a file, in its order; at least one. What else is in it is passed over. */
    static List<X509Certificate> certificates(Path file) throws UnusableCertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Object part : parts(file)) {
                if (part instanceof X509CertificateHolder holder) {
                    certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableCertificateException(file + " holds a certificate that can't be read: " + e.getMessage());
        }
        if (certificates.isEmpty()) {
            throw new UnusableCertificateException(file + " holds no certificate: it is to be a PEM file, with '-----BEGIN CERTIFICATE-----'");
        }
        return certificates;
    }

    /** The first private key of a file. */
    static PrivateKey key(Path file) throws UnusableCertificateException {
        for (Object part : parts(file)) {
            if (part instanceof PrivateKeyInfo info) {
                return key(file, info);
            } else if (part instanceof PEMKeyPair pair) {
                return key(file, pair.getPrivateKeyInfo());
            } else if (part instanceof PKCS8EncryptedPrivateKeyInfo || part instanceof PEMEncryptedKeyPair) {
                throw new UnusableCertificateException(file + " is encrypted, and the gateway starts without anybody to type a password: decrypt it"
                        + " ('openssl pkey -in " + file.getFileName() + " -out NEWFILE') and keep it readable by its owner only");
            }
        }
        throw new UnusableCertificateException(file + " holds no private key: it is to be a PEM file, with '-----BEGIN PRIVATE KEY-----'");
    }

    private static PrivateKey key(Path file, PrivateKeyInfo info) throws UnusableCertificateException {
        ASN1ObjectIdentifier id = info.getPrivateKeyAlgorithm().getAlgorithm();
        String algorithm = ALGORITHMS.get(id);
        if (algorithm == null) {
            throw new UnusableCertificateException(file + " holds a key of a kind that is not supported (" + id + "): take RSA, EC or Ed25519");
        }
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableCertificateException(file + " holds an " + algorithm + " key that can't be used"); // no cause: it may quote the key
        }
    }

    private static List<Object> parts(Path file) throws UnusableCertificateException {
        byte[] content = read(file);
        List<Object> parts = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.ISO_8859_1))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                parts.add(part);
            }
            return parts;
        } catch (IOException | RuntimeException e) { // BouncyCastle throws both at what is no PEM
            throw new UnusableCertificateException(file + " is no PEM file, or not whole");
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static byte[] read(Path file) throws UnusableCertificateException {
        try {
            return SecretFile.read(file, MAX_BYTES);
        } catch (NoSuchFileException e) {
            throw new UnusableCertificateException(file + " is not there");
        } catch (IOException e) {
            throw new UnusableCertificateException(file + " can't be read: " + e.getMessage());
        }
    }

    /** A key as PKCS#8, or a certificate. */
    static byte[] text(String type, byte[] der) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, der));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
