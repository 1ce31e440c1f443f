package com.softellect.vpn.https.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door on a real port, with connections of the JDK's TLS. */
@Timeout(120)
class TlsDoorTest {

    /** Of a connection that brings nothing for a second. */
    private static final DoorSettings IMPATIENT = new DoorSettings("127.0.0.1", 0, false, 1, 100);

    private static final int HANDSHAKE = 22;
    private static final int ALERT = 21;
    private static final int FATAL = 2;
    private static final int PROTOCOL_VERSION = 70;

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
    void tellsNobodyWhatServerItIsOrWhereItFailed() throws Exception {
        try (Gateway gateway = new Gateway(certificate); Caller caller = gateway.call()) {
            assertThat(caller.get("/")).doesNotContainIgnoringCase("jetty").doesNotContain("Server:");
            assertThat(caller.get("/fail")).startsWith("HTTP/1.1 500").doesNotContain("at com.softellect").doesNotContainIgnoringCase("jetty");
        }
    }

    /** Of less than a record, of some, and of more than fit into the buffers of both ends, so that the gateway has to wait in the middle. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16_384, 16_385, 131_072, 300_000, 20_000_000})
    void whatComesBackIsWhatWasSent(int bytes) throws Exception {
        byte[] sent = new byte[bytes];
        new Random(bytes).nextBytes(sent);
        try (Gateway gateway = new Gateway(certificate); Caller caller = gateway.call()) {
            for (int round = 0; round < 2; round++) {
                caller.send("POST /echo HTTP/1.1\r\nHost: gateway\r\nContent-Length: " + bytes + "\r\n\r\n");
                caller.socket.getOutputStream().write(sent);
                String answer = caller.answer();
                assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(sent);
            }
        }
    }

    @Test
    void olderVersionsOfTlsAreRefused() throws Exception {
        try (Gateway gateway = new Gateway(certificate)) {
            assertThatThrownBy(() -> Caller.connect(gateway.door.port(), "TLSv1.2")).isInstanceOf(IOException.class)
                    .hasMessageContaining("protocol_version");
            for (int minor = 1; minor <= 3; minor++) {
                assertThat(answerToHello(gateway, minor)).as("TLS 1.%d", minor - 1).startsWith(ALERT).endsWith(FATAL, PROTOCOL_VERSION);
            }
        }
    }

    @Test
    void tls12IsSpokenIfTheSettingSaysSoAndOlderOnesStillAreNot() throws Exception {
        DoorSettings settings = new DoorSettings("127.0.0.1", 0, true, 20, 100);
        try (Gateway gateway = new Gateway(certificate, settings, address -> false)) {
            try (Caller caller = Caller.connect(gateway.door.port(), "TLSv1.2")) {
                assertThat(caller.get("/")).contains("200 OK");
                assertThat(caller.socket.getSession().getCipherSuite()).startsWith("TLS_ECDHE_").contains("GCM");
            }
            try (Caller caller = gateway.call()) {
                assertThat(caller.socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
            }
            assertThat(answerToHello(gateway, 3)).as("TLS 1.2, to see that the greeting is right").startsWith(HANDSHAKE);
            for (int minor = 1; minor <= 2; minor++) {
                assertThat(answerToHello(gateway, minor)).as("TLS 1.%d", minor - 1).startsWith(ALERT).endsWith(FATAL, PROTOCOL_VERSION);
            }
        }
    }

    /** The first record that comes back after a ClientHello of this version: the JDK's own client no longer sends one of 1.0 or 1.1. */
    private static int[] answerToHello(Gateway gateway, int minor) throws IOException {
        String suites = "c02bc009"; // ECDHE-ECDSA with AES-128-GCM, with AES-128-CBC
        String extensions = "000a00040002" + "0017" // the group secp256r1
                + "000b00020100" // points uncompressed
                + "000d00060004" + "04030203"; // ECDSA with SHA-256, SHA-1
        byte[] suiteBytes = HexFormat.of().parseHex(suites);
        byte[] extensionBytes = HexFormat.of().parseHex(extensions);
        int body = 2 + 32 + 1 + 2 + suiteBytes.length + 2 + 2 + extensionBytes.length;
        ByteBuffer hello = ByteBuffer.allocate(5 + 4 + body);
        hello.put((byte) HANDSHAKE).put((byte) 3).put((byte) 1).putShort((short) (4 + body));
        hello.putInt(1 << 24 | body).put((byte) 3).put((byte) minor).put(new byte[32]).put((byte) 0);
        hello.putShort((short) suiteBytes.length).put(suiteBytes).put((byte) 1).put((byte) 0);
        hello.putShort((short) extensionBytes.length).put(extensionBytes);
        try (Socket socket = Caller.plain(gateway.door.port())) {
            socket.getOutputStream().write(hello.array());
            byte[] head = socket.getInputStream().readNBytes(5);
            int length = ByteBuffer.wrap(head).getShort(3);
            byte[] rest = socket.getInputStream().readNBytes(length);
            int[] record = new int[1 + rest.length];
            record[0] = head[0];
            Arrays.setAll(record, i -> i == 0 ? head[0] : rest[i - 1] & 0xff);
            return record;
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
    void aBlockedAddressIsCutOffBeforeAByteOfTls() throws Exception {
        AtomicBoolean blocked = new AtomicBoolean();
        try (Gateway gateway = new Gateway(certificate, Gateway.SETTINGS, address -> address.equals("127.0.0.1") && blocked.get());
                Caller before = gateway.call()) {
            blocked.set(true);
            try (Socket socket = Caller.plain(gateway.door.port())) {
                assertThat(end(socket.getInputStream())).as("bytes before the end").isZero();
            }
            assertThat(gateway.count("refused_blocked")).isEqualTo(1);
            assertThat(before.get("/")).as("a connection that was there").contains("200 OK");
            blocked.set(false);
            try (Caller after = gateway.call()) {
                assertThat(after.get("/")).contains("200 OK");
            }
        }
    }

    @Test
    void oneConnectionTooManyIsClosedAndAnotherTakesThePlaceOfOneThatEnds() throws Exception {
        DoorSettings two = new DoorSettings("127.0.0.1", 0, false, 20, 2);
        try (Gateway gateway = new Gateway(certificate, two, address -> false); Caller first = gateway.call(); Caller second = gateway.call()) {
            try (Socket third = Caller.plain(gateway.door.port())) {
                assertThat(end(third.getInputStream())).isZero();
            }
            assertThat(gateway.count("refused_full")).isEqualTo(1);
            assertThat(second.get("/")).contains("200 OK");
            first.socket.close();
            try (Caller fourth = untilLetIn(gateway)) {
                assertThat(fourth.get("/")).contains("200 OK");
                assertThat(second.get("/")).contains("200 OK");
            }
        }
    }

    /** The gateway may see the end of a connection a little later than we do. */
    private static Caller untilLetIn(Gateway gateway) throws Exception {
        while (true) {
            try {
                return gateway.call();
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aConnectionThatSaysNothingIsCutOff() throws Exception {
        try (Gateway gateway = new Gateway(certificate, IMPATIENT, address -> false); Socket silent = Caller.plain(gateway.door.port())) {
            assertThat(end(silent.getInputStream())).isZero();
            assertThat(gateway.count("cut_off")).isEqualTo(1);
        }
    }

    @Test
    void aHandshakeThatDripsIsCutOff() throws Exception {
        try (Gateway gateway = new Gateway(certificate, IMPATIENT, address -> false); Socket slow = Caller.plain(gateway.door.port())) {
            byte[] head = {HANDSHAKE, 3, 1, 2, 0};
            slow.getOutputStream().write(head);
            dripUntilCutOff(gateway, () -> slow.getOutputStream().write(1));
        }
    }

    @Test
    void headersThatDripAreCutOff() throws Exception {
        try (Gateway gateway = new Gateway(certificate, IMPATIENT, address -> false); Caller slow = gateway.call()) {
            slow.send("GET / HTTP/1.1\r\nHost: gateway\r\nX-Slow: ");
            dripUntilCutOff(gateway, () -> slow.send("a"));
        }
    }

    @Test
    void aBodyThatDripsIsCutOff() throws Exception {
        try (Gateway gateway = new Gateway(certificate, IMPATIENT, address -> false); Caller slow = gateway.call()) {
            slow.send("POST /echo HTTP/1.1\r\nHost: gateway\r\nContent-Length: 1000000\r\n\r\n");
            dripUntilCutOff(gateway, () -> slow.send("a"));
        }
    }

    @Test
    void aReaderThatDripsIsCutOff() throws Exception {
        try (Gateway gateway = new Gateway(certificate, IMPATIENT, address -> false); Caller slow = gateway.call()) {
            slow.send("GET /large HTTP/1.1\r\nHost: gateway\r\n\r\n");
            dripUntilCutOff(gateway, () -> slow.socket.getInputStream().read());
        }
    }

    @Test
    void aConnectionThatGoesOnAskingIsNotCutOffWhenASlowOneIs() throws Exception {
        try (Gateway gateway = new Gateway(certificate, IMPATIENT, address -> false); Caller honest = gateway.call();
                Caller slow = gateway.call()) {
            slow.send("POST /echo HTTP/1.1\r\nHost: gateway\r\nContent-Length: 1000000\r\n\r\n");
            while (gateway.count("cut_off") == 0) {
                assertThat(honest.get("/")).contains("200 OK");
            }
            assertThat(honest.get("/")).contains("200 OK");
            assertThatThrownBy(() -> readOn(slow)).isInstanceOf(IOException.class);
        }
    }

    private static void readOn(Caller caller) throws IOException {
        if (caller.socket.getInputStream().read() < 0) {
            throw new SocketException("the end");
        }
    }

    /** A byte every 20 ms: each of them is progress for Jetty's own timeouts. */
    private static void dripUntilCutOff(Gateway gateway, Drip drip) throws Exception {
        while (gateway.count("cut_off") == 0) {
            try {
                drip.next();
            } catch (IOException e) {
                assertThat(gateway.count("cut_off")).as("cut off: " + e).isEqualTo(1);
            }
            Thread.sleep(20);
        }
    }

    /** How many bytes come before the connection ends, in whatever way. */
    private static int end(InputStream in) throws IOException {
        int bytes = 0;
        try {
            while (in.read() >= 0) {
                bytes++;
            }
        } catch (SocketException e) {
            return bytes; // reset
        }
        return bytes;
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
            door.close();
        } finally {
            server.stop();
        }
    }

    @Test
    void anAddressThatIsNotOursIsNamedWithItsSetting() throws Exception {
        Server server = new Server();
        server.start();
        try {
            DoorSettings settings = new DoorSettings("192.0.2.1", 0, false, 20, 100);
            OwnIdentity identity = new OwnIdentity(certificate, PublicNames.of("localhost", settings), List.of());
            TlsDoor door = new TlsDoor(settings, identity, address -> false, new DoorCounters());
            assertThatThrownBy(() -> door.open(server)).hasMessageContaining("keys address and port");
        } finally {
            server.stop();
        }
    }

    @Test
    void thePortIsClosedWhenTheDoorIsAndConnectionsEnd() throws Exception {
        try (Gateway gateway = new Gateway(certificate); Caller caller = gateway.call()) {
            int port = gateway.door.port();
            assertThat(gateway.server.getContainedBeans(GuardedConnector.class)).as("what JMX would hold for ever").isEmpty();
            gateway.door.close();
            assertThatThrownBy(() -> Caller.connect(port)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> readOn(caller)).isInstanceOf(IOException.class);
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().startsWith("vpn-https-")) {
                    thread.join(Caller.PATIENCE);
                    assertThat(thread.isAlive()).as(thread.getName()).isFalse();
                }
            }
        }
    }

    @Test
    void theSamePortIsOpenedAgainAtOnce() throws Exception {
        try (Gateway gateway = new Gateway(certificate); Caller caller = gateway.call()) {
            assertThat(caller.get("/")).contains("200 OK");
            DoorSettings same = new DoorSettings("127.0.0.1", gateway.door.port(), false, 20, 100);
            gateway.door.close();
            try (TlsDoor next = new TlsDoor(same, gateway.identity, address -> false, new DoorCounters())) {
                next.open(gateway.server);
                try (Caller again = Caller.connect(next.port())) {
                    assertThat(again.get("/")).contains("200 OK");
                }
            }
        }
    }

    private interface Drip {
        void next() throws IOException;
    }
}
