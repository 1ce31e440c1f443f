package com.softellect.vpn.https.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the gateway makes for itself, what operators bring, and what it says to what can't be used. */
class IdentityFilesTest {

    private static final String EC_PARAMETERS = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";

    @TempDir
    private Path folder;
    private IdentityFiles files;

    @BeforeEach
    void nameFiles() {
        files = new IdentityFiles(folder.resolve("vpn/gateway.crt"), folder.resolve("vpn/gateway.key"));
    }

    @Test
    void theFirstStartMakesAKeyAndACertificateAndTheNextKeepsThem() throws Exception {
        GatewayCertificate made = files.loadOrMake(List.of("vpn.example.org", "192.0.2.7"));

        X509Certificate certificate = made.certificate();
        certificate.verify(certificate.getPublicKey());
        assertThat(((ECPublicKey) certificate.getPublicKey()).getParams().getOrder().bitLength()).isEqualTo(256);
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=Softellect VPN gateway");
        assertThat(certificate.getSubjectAlternativeNames()).containsExactlyInAnyOrder(List.of(2, "vpn.example.org"), List.of(7, "192.0.2.7"));
        assertThat(certificate.getSerialNumber().bitLength()).isBetween(64, 128);
        assertThat(made.notAfter()).isAfter(Instant.now().plus(Duration.ofDays(3640)));
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);

        GatewayCertificate again = files.loadOrMake(List.of("another.example.org"));
        assertThat(again.pin()).isEqualTo(made.pin());
        assertThat(again.chain()).isEqualTo(made.chain());
    }

    @Test
    void whatIsMadeIsReadableByItsOwnerOnly() throws Exception {
        Assumptions.assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no modes on this system");
        files.loadOrMake(List.of("localhost"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key()))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.certificate()))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key().getParent()))).isEqualTo("rwx------");
    }

    @Test
    void thePinIsTheHashOfTheCertificatesSubjectPublicKeyInfo() throws Exception {
        GatewayCertificate made = files.loadOrMake(List.of("localhost"));
        SubjectPublicKeyInfo info = new JcaX509CertificateHolder(made.certificate()).getSubjectPublicKeyInfo();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(info.getEncoded("DER"));
        assertThat(made.pin()).isEqualTo("sha256/" + Base64.getEncoder().encodeToString(hash));
    }

    @Test
    void anRsaKeyIsReadAsPkcs8AndAsPkcs1() throws Exception {
        KeyPair pair = Pems.pair("RSA", 2048);
        assertThat(Pems.pkcs1(pair.getPrivate())).contains("BEGIN RSA PRIVATE KEY");
        serves(pair, Pems.pkcs8(pair.getPrivate()));
        serves(pair, Pems.pkcs1(pair.getPrivate()));
    }

    @Test
    void anEcKeyIsReadAsPkcs8AndAsSec1WithOrWithoutItsParametersBefore() throws Exception {
        KeyPair pair = Pems.pair("EC", 256);
        serves(pair, Pems.pkcs8(pair.getPrivate()));
        serves(pair, Pems.sec1(pair.getPrivate()));
        serves(pair, EC_PARAMETERS + Pems.sec1(pair.getPrivate()));
    }

    @Test
    void anEcKeyOnALargerCurveServes() throws Exception {
        KeyPair pair = Pems.pair("EC", 384);
        serves(pair, Pems.pkcs8(pair.getPrivate()));
    }

    @Test
    void anEd25519KeyServes() throws Exception {
        KeyPair pair = Pems.pair("Ed25519", 0);
        serves(pair, Pems.pkcs8(pair.getPrivate()));
    }

    /** Not only read: a client of the JDK's TLS gets through to it. */
    private void serves(KeyPair pair, String key) throws Exception {
        Pems.write(files, Pems.certificates(List.of(Pems.selfSigned(pair))), key);
        GatewayCertificate loaded = files.loadOrMake(List.of("localhost"));
        try (Gateway gateway = new Gateway(loaded); Caller caller = gateway.call()) {
            assertThat(caller.get("/")).contains("200 OK");
            assertThat(caller.pin()).isEqualTo(loaded.pin());
        }
    }

    @Test
    void aChainIsServedWholeAndInItsOrder() throws Exception {
        KeyPair authority = Pems.pair("EC", 256);
        KeyPair own = Pems.pair("EC", 256);
        List<X509Certificate> chain = List.of(Pems.signed("CN=vpn.example.org", own, "CN=authority", authority),
                Pems.signed("CN=authority", authority, "CN=authority", authority));
        Pems.write(files, "what people write above it\n" + Pems.certificates(chain), Pems.pkcs8(own.getPrivate()));
        try (Gateway gateway = new Gateway(files.loadOrMake(List.of())); Caller caller = gateway.call()) {
            assertThat(caller.socket.getSession().getPeerCertificates()).containsExactlyElementsOf(chain);
        }
    }

    @Test
    void aChainInAnotherOrderIsRefused() throws Exception {
        KeyPair authority = Pems.pair("EC", 256);
        KeyPair own = Pems.pair("EC", 256);
        X509Certificate first = Pems.signed("CN=vpn.example.org", own, "CN=authority", authority);
        X509Certificate issuer = Pems.selfSigned(authority);
        Pems.write(files, Pems.certificates(List.of(issuer, first)), Pems.pkcs8(own.getPrivate()));
        refuses("is not the key of the first certificate", "before those of its issuers");
        Pems.write(files, Pems.certificates(List.of(first, issuer)), Pems.pkcs8(own.getPrivate()));
        refuses("certificate 2 in it is not the issuer of the one before it");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        for (KeyPair other : List.of(Pems.pair("EC", 256), Pems.pair("EC", 384), Pems.pair("RSA", 2048))) {
            Pems.write(files, Pems.certificates(List.of(Pems.selfSigned(Pems.pair("EC", 256)))), Pems.pkcs8(other.getPrivate()));
            refuses(files.key().toString(), "is not the key of the first certificate in " + files.certificate());
        }
    }

    @Test
    void anEncryptedKeyIsRefusedWithTheCommandThatDecryptsIt() throws Exception {
        KeyPair pair = Pems.pair("RSA", 2048);
        String certificate = Pems.certificates(List.of(Pems.selfSigned(pair)));
        for (String key : List.of(Pems.encryptedPkcs8(pair.getPrivate()), Pems.encryptedTraditional(pair.getPrivate()))) {
            Pems.write(files, certificate, key);
            refuses(files.key() + " is encrypted", "openssl pkey -in gateway.key");
        }
    }

    @Test
    void aShortRsaKeyIsRefused() throws Exception {
        KeyPair pair = Pems.pair("RSA", 1024);
        Pems.write(files, Pems.certificates(List.of(Pems.selfSigned(pair))), Pems.pkcs8(pair.getPrivate()));
        refuses("1024 bits, 2048 are the least");
    }

    @Test
    void anExpiredCertificateIsRefusedWithTheCommandThatRenewsIt() throws Exception {
        Clock longAgo = Clock.fixed(Instant.now().minus(Duration.ofDays(3651)), ZoneOffset.UTC);
        GatewayCertificate old = new NewCertificate(longAgo).make(List.of("localhost"));
        Pems.write(files, Pems.certificates(old.chain()), Pems.pkcs8(old.key()));
        refuses(files.certificate() + " expired at " + old.notAfter(), "for the same key", "openssl req -x509 -new -key " + files.key());
    }

    @Test
    void oneFileWithoutTheOtherIsRefusedAndNothingIsMade() throws Exception {
        files.loadOrMake(List.of("localhost"));
        byte[] key = Files.readAllBytes(files.key());
        Files.delete(files.key());
        refuses(files.certificate() + " is there, but " + files.key() + " is not: put the key back");
        assertThat(files.key()).doesNotExist();

        Files.write(files.key(), key);
        Files.delete(files.certificate());
        refuses(files.key() + " is there, but " + files.certificate() + " is not", "openssl req -x509");
        assertThat(files.certificate()).doesNotExist();
        assertThat(files.key()).hasBinaryContent(key);
    }

    @Test
    void whatIsNoPemIsRefusedAndLeftAsItIs() throws Exception {
        KeyPair pair = Pems.pair("EC", 256);
        String certificate = Pems.certificates(List.of(Pems.selfSigned(pair)));
        String key = Pems.pkcs8(pair.getPrivate());
        String half = key.substring(0, key.length() / 2);
        for (String[] wrong : List.of(new String[] {"", key, "holds no certificate"}, new String[] {certificate, "", "holds no private key"},
                new String[] {key, key, "holds no certificate"}, new String[] {certificate, half, "is no PEM file, or not whole"},
                new String[] {certificate.substring(0, 200), key, "gateway.crt"}, new String[] {certificate, "\u0000\u0001", "holds no private key"})) {
            Pems.write(files, wrong[0], wrong[1]);
            refuses(wrong[2]);
            assertThat(files.certificate()).hasContent(wrong[0]);
            assertThat(files.key()).hasContent(wrong[1]);
        }
    }

    @Test
    void aMessageHoldsNothingOfTheKey() throws Exception {
        KeyPair pair = Pems.pair("EC", 256);
        String key = Pems.pkcs8(pair.getPrivate()).replaceFirst("\n.", "\nA");
        Pems.write(files, Pems.certificates(List.of(Pems.selfSigned(pair))), key);
        String secret = key.lines().skip(1).findFirst().orElseThrow().substring(1, 20);
        assertThatThrownBy(() -> files.loadOrMake(List.of())).hasNoCause().hasMessageNotContaining(secret);
        assertThat(new GatewayCertificate(pair.getPrivate(), List.of(Pems.selfSigned(pair))).toString()).doesNotContain(secret);
    }

    @Test
    void aKeyThatOthersCanReadIsWarnedAbout() throws Exception {
        Assumptions.assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no modes on this system");
        files.loadOrMake(List.of("localhost"));
        assertThat(warnings()).isEmpty();
        Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(warnings()).singleElement().asString().contains("mode rw-r-----", "chmod 600 " + files.key());
    }

    private List<String> warnings() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.err; // where slf4j-simple writes
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            files.loadOrMake(List.of("localhost"));
        } finally {
            System.setErr(before);
        }
        Stream<String> lines = log.toString(StandardCharsets.UTF_8).lines();
        return lines.filter(line -> line.contains("WARN") && line.contains("IdentityFiles")).toList();
    }

    private void refuses(String... words) {
        assertThatThrownBy(() -> files.loadOrMake(List.of("localhost"))).isInstanceOf(UnusableCertificateException.class)
                .hasMessageContainingAll(words).hasNoCause();
    }
}
