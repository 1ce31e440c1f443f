package com.softellect.vpn.https.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.credential.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate's files change under a gateway that runs. */
class CertificateWatchTest {

    @TempDir
    private Path folder;
    private IdentityFiles files;
    private OwnIdentity identity;
    private CertificateWatch watch;
    private final BlockingQueue<GatewayCertificate> served = new LinkedBlockingQueue<>();
    private final Consumer<GatewayCertificate> follower = served::add;

    @BeforeEach
    void nameFiles() {
        files = new IdentityFiles(folder.resolve("vpn/gateway.crt"), folder.resolve("vpn/gateway.key"));
    }

    private void start() throws Exception {
        identity = new OwnIdentity(files.loadOrMake(List.of("localhost")), PublicNames.of("localhost", Gateway.SETTINGS), List.of());
        identity.follow(follower);
        watch = new CertificateWatch(files, identity);
        watch.start();
    }

    @AfterEach
    void stop() {
        watch.close();
    }

    @Test
    void aRenewedCertificateForTheSameKeyIsServedAndThePinStays() throws Exception {
        KeyPair pair = Pems.pair("EC", 256);
        Pems.write(files, Pems.certificates(List.of(Pems.selfSigned(pair))), Pems.pkcs8(pair.getPrivate()));
        start();
        String pin = identity.pin();
        GatewayCertificate renewed = new GatewayCertificate(pair.getPrivate(), List.of(Pems.selfSigned(pair)));
        write(files.certificate(), Pems.certificates(renewed.chain()));
        assertThat(next().chain()).isEqualTo(renewed.chain());
        assertThat(identity.pin()).isEqualTo(pin);
        assertThat(identity.ownPins()).containsExactly(pin);
    }

    @Test
    void aCertificateWithoutItsKeyWaitsForTheKeyAndTheOldOneIsServedMeanwhile() throws Exception {
        start();
        String old = identity.pin();
        KeyPair pair = Pems.pair("EC", 256);
        GatewayCertificate fresh = new GatewayCertificate(pair.getPrivate(), List.of(Pems.selfSigned(pair)));

        write(files.certificate(), Pems.certificates(fresh.chain()));
        assertThat(served.poll(500, TimeUnit.MILLISECONDS)).as("the half that is written").isNull();
        assertThat(identity.pin()).isEqualTo(old);

        write(files.key(), Pems.pkcs8(fresh.key()));
        assertThat(next().pin()).isEqualTo(fresh.pin());
        assertThat(identity.ownPins()).containsExactly(fresh.pin(), old);
    }

    @Test
    void aFileThatIsWrittenInPiecesIsServedWhenItIsWhole() throws Exception {
        KeyPair pair = Pems.pair("RSA", 2048);
        Pems.write(files, Pems.certificates(List.of(Pems.selfSigned(pair))), Pems.pkcs8(pair.getPrivate()));
        start();
        String text = Pems.certificates(List.of(Pems.selfSigned(pair)));
        Files.writeString(files.certificate(), text.substring(0, text.length() / 2));
        Files.writeString(files.certificate(), text);
        assertThat(Pems.certificates(next().chain())).isEqualTo(text);
    }

    @Test
    void linksAreFollowedWhereverTheyAreReplaced() throws Exception {
        KeyPair pair = Pems.pair("EC", 256);
        Path archive = Files.createDirectories(folder.resolve("archive"));
        Path live = Files.createDirectories(folder.resolve("live"));
        write(archive.resolve("1.crt"), Pems.certificates(List.of(Pems.selfSigned(pair))));
        write(archive.resolve("2.crt"), Pems.certificates(List.of(Pems.selfSigned(pair))));
        Files.createSymbolicLink(live.resolve("own.crt"), Path.of("../archive/1.crt"));
        Pems.write(files, "", Pems.pkcs8(pair.getPrivate()));
        Files.delete(files.certificate());
        Files.createSymbolicLink(files.certificate(), live.resolve("own.crt"));
        start();

        Files.createSymbolicLink(live.resolve("new.crt"), Path.of("../archive/2.crt"));
        Files.move(live.resolve("new.crt"), live.resolve("own.crt"), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        assertThat(next().chain()).isEqualTo(Pem.certificates(archive.resolve("2.crt")));

        // what is behind the link by now
        write(archive.resolve("2.crt"), Pems.certificates(List.of(Pems.selfSigned(pair))));
        assertThat(next().chain()).isEqualTo(Pem.certificates(archive.resolve("2.crt")));
    }

    @Test
    void anOpenConnectionGoesOnAndTheNextGetsTheNewCertificate() throws Exception {
        start();
        try (Gateway gateway = new Gateway(identity, Gateway.SETTINGS, address -> false); Caller old = gateway.call()) {
            identity.unfollow(follower);
            identity.follow(follower); // told after the door
            String pin = identity.pin();
            assertThat(old.get("/")).contains("200 OK");
            KeyPair pair = Pems.pair("EC", 256);
            write(files.key(), Pems.pkcs8(pair.getPrivate()));
            write(files.certificate(), Pems.certificates(List.of(Pems.selfSigned(pair))));
            GatewayCertificate fresh = next();
            assertThat(old.get("/")).contains("200 OK");
            assertThat(old.pin()).isEqualTo(pin);
            try (Caller caller = gateway.call()) {
                assertThat(caller.pin()).isEqualTo(fresh.pin()).isNotEqualTo(pin);
            }
        }
    }

    private GatewayCertificate next() throws InterruptedException {
        GatewayCertificate next = served.poll(Caller.PATIENCE, TimeUnit.MILLISECONDS);
        assertThat(next).as("a certificate that is served anew").isNotNull();
        return next;
    }

    private static void write(Path file, String text) throws IOException {
        SecretFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
