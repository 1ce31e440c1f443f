package com.softellect.vpn.https.internal;

import com.softellect.vpn.credential.SecretFile;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys and certificates as an operator's own authority makes them, and the PEM forms that they come in. */
final class Pems {

    private Pems() {
    }

    static KeyPair pair(String algorithm, int size) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (size > 0) {
            generator.initialize(size);
        }
        return generator.generateKeyPair();
    }

    static X509Certificate selfSigned(KeyPair pair) throws Exception {
        return signed("CN=own", pair, "CN=own", pair);
    }

    static X509Certificate signed(String subject, KeyPair pair, String issuer, KeyPair signer) throws Exception {
        Instant now = Instant.now();
        String algorithm = switch (signer.getPrivate().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        return new JcaX509CertificateConverter().getCertificate(new JcaX509v3CertificateBuilder(new X500Name(issuer),
                new BigInteger(64, new SecureRandom()), Date.from(now.minus(Duration.ofDays(1))), Date.from(now.plus(Duration.ofDays(90))),
                new X500Name(subject), pair.getPublic()).build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
    }

    static String pkcs8(PrivateKey key) throws IOException {
        return write(new JcaPKCS8Generator(key, null));
    }

    static String pkcs1(PrivateKey key) throws IOException {
        return write(key);
    }

    /** As openssl writes it: with the curve in it. */
    static String sec1(PrivateKey key) throws IOException {
        BigInteger secret = ((java.security.interfaces.ECPrivateKey) key).getS();
        return new String(Pem.text("EC PRIVATE KEY", new ECPrivateKey(256, secret, SECObjectIdentifiers.secp256r1).getEncoded()),
                StandardCharsets.US_ASCII);
    }

    static String encryptedPkcs8(PrivateKey key) throws Exception {
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.ENCRYPT_MODE, SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec("geheim".toCharArray())));
        byte[] encrypted = cipher.doFinal(key.getEncoded());
        AlgorithmIdentifier how = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2,
                ASN1Primitive.fromByteArray(cipher.getParameters().getEncoded()));
        return new String(Pem.text("ENCRYPTED PRIVATE KEY", new EncryptedPrivateKeyInfo(how, encrypted).getEncoded()), StandardCharsets.US_ASCII);
    }

    /** As old versions of openssl encrypt: nobody decrypts it here, so what is in it does not matter. */
    static String encryptedTraditional(PrivateKey key) throws IOException {
        return pkcs1(key).replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,000102030405060708090A0B0C0D0E0F\n\n");
    }

    static String certificates(List<X509Certificate> certificates) throws IOException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(write(certificate));
        }
        return text.toString();
    }

    static void write(IdentityFiles files, String certificate, String key) throws IOException {
        write(files.certificate(), certificate);
        write(files.key(), key);
    }

    static void write(Path file, String text) throws IOException {
        SecretFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String write(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
