package com.softellect.vpn.https.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The door on a real port, with connections of the JDK's TLS. */
class TlsDoorTest {

    private static GatewayCertificate certificate;
    private static GatewayCertificate other;

    @BeforeAll
    static void makeCertificates() throws Exception {
        NewCertificate maker = new NewCertificate(Clock.systemUTC());
        certificate = maker.make(List.of("localhost"));
        other = maker.make(List.of("localhost"));
    }

    @Test
    void servesOverTls13WithTheIdentitysKey() throws Exception {
        try (Gateway gateway = new Gateway(certificate); Caller caller = gateway.call()) {
            assertThat(caller.get("/where")).startsWith("HTTP/1.1 200").endsWith("https://gateway/where");
            assertThat(caller.socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(caller.pin()).isEqualTo(certificate.pin()).isEqualTo(gateway.identity.pin());
        }
    }

    @Test
    void anotherCertificateIsForNewConnectionsAndOldOnesGoOn() throws Exception {
        try (Gateway gateway = new Gateway(certificate); Caller old = gateway.call()) {
            assertThat(old.get("/")).contains("200 OK");
            old.send("GET /wait HTTP/1.1\r\nHost: gateway\r\n\r\n");
            gateway.waiting.await();

            gateway.identity.replace(other);

            gateway.answer.countDown();
            assertThat(old.answer()).endsWith("at last");
            assertThat(old.get("/")).contains("200 OK");
            assertThat(old.pin()).isEqualTo(certificate.pin());
            try (Caller fresh = gateway.call()) {
                assertThat(fresh.pin()).isEqualTo(other.pin());
            }
        }
    }

    @Test
    void aPortThatIsTakenIsNamedWithItsSetting() throws Exception {
        Server server = new Server();
        server.start();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DoorSettings settings = new DoorSettings("127.0.0.1", taken.getLocalPort(), false, 20, 100);
            OwnIdentity identity = new OwnIdentity(certificate, PublicNames.of("localhost", settings), List.of());
            TlsDoor door = new TlsDoor(settings, identity, address -> false, new DoorCounters());

            assertThatThrownBy(() -> door.open(server)).hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("keys address and port in etc/com.softellect.vpn.https.cfg").hasNoCause();
            assertThat(server.getConnectors()).isEmpty();
            door.close();
        } finally {
            server.stop();
        }
    }

    @Test
    void thePortIsClosedWhenTheDoorIs() throws Exception {
        Gateway gateway = new Gateway(certificate);
        int port = gateway.door.port();
        Caller caller = gateway.call();
        gateway.close();
        assertThatThrownBy(() -> Caller.connect(port)).isInstanceOf(IOException.class);
        assertThat(caller.socket.getInputStream().read()).isEqualTo(-1);
        assertThat(gateway.server.getConnectors()).isEmpty();
    }
}
