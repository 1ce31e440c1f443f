package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.contract.Authenticate;
import com.softellect.vpn.contract.GetVersionInfo;
import com.softellect.vpn.contract.ReceivePackets;
import com.softellect.vpn.contract.ReceivePacketsResponse;
import com.softellect.vpn.contract.SendPackets;
import com.softellect.vpn.contract.SessionExpiredException;
import com.softellect.vpn.contract.AuthenticationFailedException;
import com.softellect.vpn.contract.VpnGateway;
import com.softellect.vpn.datapath.MessageBuffer;
import com.softellect.vpn.datapath.SoapWriter;
import com.softellect.vpn.tunnel.internal.Diagnosis.Verdict;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to a gateway over real HTTPS on the loopback interface. */
@Timeout(60)
class CxfGatewayClientTest {

    private record Request(Map<String, List<String>> headers, int clientPort, String body) {
    }

    /** A slow machine takes seconds for the first handshake. */
    private static final Map<String, Object> PATIENT = Map.of("callTimeoutMillis", 50_000);

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private GatewayCertificate certificate;
    private HttpsServer server;

    /** What the server offers; all that it can unless a test limits it. */
    private String[] protocols;

    @BeforeEach
    void startServer() throws Exception {
        certificate = new GatewayCertificate();
        server = serve(certificate, 0);
    }

    private HttpsServer serve(GatewayCertificate shown, int port) throws Exception {
        HttpsServer started = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        started.setHttpsConfigurator(new HttpsConfigurator(shown.serving()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters tls = getSSLContext().getDefaultSSLParameters();
                if (protocols != null) {
                    tls.setProtocols(protocols);
                }
                tls.setSNIMatchers(List.of(new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
                    @Override
                    public boolean matches(SNIServerName name) {
                        onHandshake.accept(List.of(name));
                        return true;
                    }
                }));
                parameters.setSSLParameters(tls);
            }
        });
        started.setExecutor(threads);
        started.start();
        return started;
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Told the names that a client says. */
    private Consumer<List<SNIServerName>> onHandshake = names -> { };

    private static String envelope(String body) {
        return "<soap:Envelope xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/' xmlns:v='" + VpnGateway.NAMESPACE
                + "'><soap:Body>" + body + "</soap:Body></soap:Envelope>";
    }

    private static String fault(String detail) {
        return envelope("<soap:Fault><faultcode>soap:Server</faultcode><faultstring>as it says</faultstring>"
                + (detail.isEmpty() ? "" : "<detail>" + detail + "</detail>") + "</soap:Fault>");
    }

    private void answer(int status, String contentType, String body) {
        server.createContext("/cxf/vpn", exchange -> {
            note(exchange);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", contentType);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private void note(HttpExchange exchange) throws IOException {
        requests.add(new Request(Map.copyOf(exchange.getRequestHeaders()), exchange.getRemoteAddress().getPort(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    }

    private String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort() + "/cxf/vpn";
    }

    private CxfGatewayClient client(String url) {
        return client(url, PATIENT, certificate.pin());
    }

    private static CxfGatewayClient client(String url, Map<String, Object> settings, String... pins) {
        return new CxfGatewayClient(new Destination(url, null), List.of(pins), Settings.checked(settings));
    }

    private Diagnosis diagnosisOfAPoll() {
        return diagnosisOfAPoll(PATIENT);
    }

    private Diagnosis diagnosisOfAPoll(Map<String, Object> settings) {
        try (CxfGatewayClient client = client(url(), settings, certificate.pin())) {
            Throwable failure = catchThrowable(() -> client.gateway().receivePackets(new ReceivePackets("s1")));
            assertThat(failure).isNotNull();
            return Diagnosis.of(failure, url());
        }
    }

    @Test
    void packetsTravelAsPlainBase64OverOneKeptConnection() throws Exception {
        byte[] packet = Packets.numbered(7);
        answer(200, "text/xml;charset=utf-8", written(new Batch(12, List.of(packet))));
        try (CxfGatewayClient client = client(url())) {
            ReceivePacketsResponse answer = client.gateway().receivePackets(new ReceivePackets("s1"));
            assertThat(answer.getSequence()).isEqualTo(12);
            assertThat(answer.getPackets()).singleElement().isEqualTo(packet);
            client.gateway().receivePackets(new ReceivePackets("s2"));
        }
        Request first = requests.take();
        Request second = requests.take();
        assertThat(second.clientPort()).as("the connection is kept").isEqualTo(first.clientPort());
        assertThat(first.headers()).doesNotContainKeys("Upgrade", "Transfer-encoding").containsKey("Content-length");
        assertThat(first.body()).contains(VpnGateway.NAMESPACE, "receivePackets", "s1");
    }

    private static String written(Batch batch) {
        return new String(SoapWriter.receivePacketsResponse(batch, new MessageBuffer()).toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void allCallsGoThroughTheProxyOverKeptConnectionsAndTheGatewaysNameIsItsBusiness() throws Exception {
        answer(200, "text/xml;charset=utf-8", envelope("<v:receivePacketsResponse><v:sequence>12</v:sequence></v:receivePacketsResponse>"));
        String named = "https://vpn.gateway.invalid:8443/cxf/vpn";
        try (ConnectProxy proxy = new ConnectProxy(server.getAddress().getPort(), "Basic YWxpY2U6c2VjcmV0")) {
            Map<String, Object> settings = Map.of("proxy", "http://alice:secret@localhost:" + proxy.port());
            try (CxfGatewayClient client = new CxfGatewayClient(new Destination(named, InetAddress.getLoopbackAddress()), List.of(certificate.pin()),
                    Settings.checked(settings))) {
                for (int i = 0; i < 5; i++) {
                    assertThat(client.gateway().receivePackets(new ReceivePackets("s1")).getSequence()).isEqualTo(12);
                }
            }
            assertThat(proxy.requests).as("one for the quick calls, one for CXF's").hasSizeBetween(1, 2)
                    .allSatisfy(request -> assertThat(request).startsWith("CONNECT vpn.gateway.invalid:8443 HTTP/1.1\r\n"));
            assertThat(requests).allSatisfy(request -> assertThat(request.headers().toString()).doesNotContain("YWxpY2U6c2VjcmV0"));
        }
    }

    /** The trap: to CXF what could not be sent is a fault, as if the gateway had said something. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProxyThatWantsOtherCredentialsIsNamed(boolean shortWay) throws Exception {
        try (ConnectProxy proxy = new ConnectProxy(server.getAddress().getPort(), "Basic none"); CxfGatewayClient client = client(url(),
                Map.of("proxy", "http://alice:secret@localhost:" + proxy.port()), certificate.pin())) {
            Throwable failure = catchThrowable(() -> {
                if (shortWay) {
                    client.gateway().receivePackets(new ReceivePackets("s1"));
                } else {
                    client.gateway().getVersionInfo(new GetVersionInfo());
                }
            });
            assertThat(Diagnosis.of(failure, url()).problem()).contains("credentials", "proxy in etc/com.softellect.vpn.tunnel.cfg").doesNotContain("secret");
        }
    }

    /** A name may stand for an address of its own in TLS, for whoever stands before several gateways; no name service is asked for it. */
    @Test
    void aKnownAddressIsCalledUnderTheGatewaysName() throws Exception {
        answer(200, "text/xml;charset=utf-8", envelope("<v:receivePacketsResponse><v:sequence>12</v:sequence></v:receivePacketsResponse>"));
        String named = "https://vpn.gateway.invalid:" + server.getAddress().getPort() + "/cxf/vpn";
        BlockingQueue<List<SNIServerName>> names = new LinkedBlockingQueue<>();
        onHandshake = names::add;
        try (CxfGatewayClient client = new CxfGatewayClient(new Destination(named, InetAddress.getLoopbackAddress()), List.of(certificate.pin()),
                Settings.checked(Map.of()))) {
            assertThat(client.gateway().receivePackets(new ReceivePackets("s1")).getSequence()).isEqualTo(12);
        }
        assertThat(names.take()).containsExactly(new SNIHostName("vpn.gateway.invalid"));
    }

    @Test
    void theFormThatTheGatewayWritesIsReadAtOnceAndAnotherOneIsLeftToCxf() throws Exception {
        Batch batch = new Batch(3, List.of(Packets.numbered(1)));
        try (CxfGatewayClient client = client(url())) {
            answer(200, "text/xml;charset=utf-8", written(batch));
            assertThat(client.gateway().receivePackets(new ReceivePackets("s1")).getPackets()).hasSize(1);
            assertThat(requests).hasSize(1);
            server.removeContext("/cxf/vpn");
            answer(200, "text/xml;charset=utf-8", envelope("<v:receivePacketsResponse><v:sequence>12</v:sequence></v:receivePacketsResponse>"));
            assertThat(client.gateway().receivePackets(new ReceivePackets("s1")).getSequence()).isEqualTo(12);
            assertThat(requests).as("once quickly, once by CXF").hasSize(3);
            assertThat(client.gateway().receivePackets(new ReceivePackets("s1")).getSequence()).isEqualTo(12);
            assertThat(requests).as("by CXF only").hasSize(4);
        }
    }

    @Test
    void aBatchIsOneMessage() throws Exception {
        answer(200, "text/xml", envelope("<v:sendPacketsResponse><v:received>100</v:received></v:sendPacketsResponse>"));
        List<byte[]> packets = java.util.Collections.nCopies(100, Packets.numbered(3, 1500));
        try (CxfGatewayClient client = client(url())) {
            assertThat(client.gateway().sendPackets(new SendPackets("s1", 5, packets)).getReceived()).isEqualTo(100);
        }
        assertThat(requests.take().body().split(Base64.getEncoder().encodeToString(packets.get(0)), -1)).hasSize(101);
        assertThat(requests).isEmpty();
    }

    @Test
    void anExpiredSessionComesAsItsTypedFault() {
        answer(500, "text/xml", fault("<v:sessionExpired><v:message>gone</v:message></v:sessionExpired>"));
        try (CxfGatewayClient client = client(url())) {
            assertThatThrownBy(() -> client.gateway().receivePackets(new ReceivePackets("s1")))
                    .isInstanceOfSatisfying(SessionExpiredException.class,
                            expired -> assertThat(expired.getFaultInfo().getMessage()).isEqualTo("gone"));
        }
        assertThat(diagnosisOfAPoll().verdict()).isEqualTo(Verdict.AT_ONCE);
    }

    @Test
    void aRefusedClientComesAsItsTypedFault() {
        answer(500, "text/xml", fault("<v:authenticationFailed><v:reason>REFUSED</v:reason><v:message>no</v:message>"
                + "</v:authenticationFailed>"));
        try (CxfGatewayClient client = client(url())) {
            assertThatThrownBy(() -> client.gateway().authenticate(new Authenticate()))
                    .isInstanceOfSatisfying(AuthenticationFailedException.class,
                            refused -> assertThat(refused.getFaultInfo().getReason()).isEqualTo("REFUSED"));
        }
    }

    @Test
    void anUntypedFaultMeansTryAgainLater() {
        answer(500, "text/xml", fault(""));
        Diagnosis diagnosis = diagnosisOfAPoll();
        assertThat(diagnosis.verdict()).isEqualTo(Verdict.LATER);
        assertThat(diagnosis.problem()).contains("as it says");
    }

    @Test
    void aPathThatIsNotTheGatewaysIsToldWithItsStatus() {
        answer(404, "text/html", "<html><body>no such service</body></html>");
        Diagnosis diagnosis = diagnosisOfAPoll();
        assertThat(diagnosis.verdict()).isEqualTo(Verdict.LATER);
        assertThat(diagnosis.problem()).contains(url(), "404", "new profile");
    }

    @Test
    void anAnswerThatIsNoSoapMeansTryAgainLater() {
        answer(200, "text/xml", "<html><body>welcome to the hotel</body></html>");
        assertThat(diagnosisOfAPoll().verdict()).isEqualTo(Verdict.LATER);
    }

    @Test
    void anAnswerThatIsNoXmlMeansTryAgainLater() {
        answer(200, "text/plain", "\u0000\u0001garbage");
        assertThat(diagnosisOfAPoll().verdict()).isEqualTo(Verdict.LATER);
    }

    @Test
    void aGatewayThatDoesNotAnswerIsGivenUpAfterTheTimeout() {
        CountDownLatch end = new CountDownLatch(1);
        server.createContext("/cxf/vpn", exchange -> {
            try {
                end.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        Diagnosis diagnosis = diagnosisOfAPoll(Map.of("callTimeoutMillis", 1000));
        end.countDown();
        assertThat(diagnosis.verdict()).isEqualTo(Verdict.LATER);
        assertThat(diagnosis.problem()).contains("no answer in time");
    }

    @Test
    void aPortThatNobodyListensOnIsToldAtOnce() throws Exception {
        String url;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            url = "https://127.0.0.1:" + free.getLocalPort() + "/cxf/vpn";
        }
        try (CxfGatewayClient client = client(url)) {
            Throwable failure = catchThrowable(() -> client.gateway().receivePackets(new ReceivePackets("s1")));
            assertThat(Diagnosis.of(failure, url).problem()).contains(url, "not reached", "refused");
        }
    }

    private static final String POLL_ANSWER = envelope("<v:receivePacketsResponse><v:sequence>12</v:sequence></v:receivePacketsResponse>");

    @Test
    void theKeyIsAllThatCountsAndIsRememberedFromTheHandshake() throws Exception {
        answer(200, "text/xml", POLL_ANSWER);
        try (CxfGatewayClient client = client(url(), Map.of(), Profiles.PIN, certificate.pin())) {
            client.gateway();
            assertThat(client.pin()).as("before the first handshake").isNull();
            client.gateway().receivePackets(new ReceivePackets("s1"));
            assertThat(client.pin()).isEqualTo(certificate.pin());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aGatewayWithAnotherKeyIsNeverSpokenToOnEitherWay(boolean shortWay) {
        answer(200, "text/xml", POLL_ANSWER);
        try (CxfGatewayClient client = client(url(), Map.of(), Profiles.PIN)) {
            Throwable failure = catchThrowable(() -> {
                if (shortWay) {
                    client.gateway().receivePackets(new ReceivePackets("s1"));
                } else {
                    client.gateway().getVersionInfo(new GetVersionInfo());
                }
            });
            Diagnosis diagnosis = Diagnosis.of(failure, url());
            assertThat(diagnosis.verdict()).isEqualTo(Verdict.NEVER);
            assertThat(diagnosis.problem()).contains(url(), certificate.pin(), "vpn:identity");
            assertThat(client.pin()).isNull();
        }
        assertThat(requests).isEmpty();
    }

    @Test
    void aGatewayThatChangesToItsNextKeyIsAskedAnewAtOnce() throws Exception {
        GatewayCertificate next = new GatewayCertificate();
        answer(200, "text/xml", POLL_ANSWER);
        try (CxfGatewayClient client = client(url(), Map.of(), certificate.pin(), next.pin())) {
            client.gateway().receivePackets(new ReceivePackets("s1"));
            server.stop(0);
            server = serve(next, server.getAddress().getPort());
            Throwable failure = catchThrowable(() -> client.gateway().receivePackets(new ReceivePackets("s1")));
            Diagnosis diagnosis = Diagnosis.of(failure, url());
            assertThat(diagnosis.verdict()).isEqualTo(Verdict.AT_ONCE);
            assertThat(diagnosis.problem()).contains(next.pin());
            assertThat(client.pin()).isEqualTo(certificate.pin());
        }
    }

    @Test
    void aGatewayWithTls12OnlyIsSpokenToOnlyIfTheSettingsSaySo() throws Exception {
        protocols = new String[] {"TLSv1.2"};
        answer(200, "text/xml", POLL_ANSWER);
        Diagnosis diagnosis = diagnosisOfAPoll();
        assertThat(diagnosis.verdict()).isEqualTo(Verdict.LATER);
        assertThat(diagnosis.problem()).contains("no secure connection", "tls12 in etc/com.softellect.vpn.tunnel.cfg");
        assertThat(requests).isEmpty();
        try (CxfGatewayClient client = client(url(), Map.of("tls12", true), certificate.pin())) {
            assertThat(client.gateway().receivePackets(new ReceivePackets("s1")).getSequence()).isEqualTo(12);
        }
    }

    @ParameterizedTest
    @CsvSource({"false,TLSv1.3", "true,TLSv1.3 TLSv1.2"})
    void noOtherVersionOfTlsIsOfferedWhateverThePlatformAllows(boolean tls12, String offered) throws Exception {
        PinnedSockets sockets = new PinnedSockets(new PinnedTrust(List.of(certificate.pin())), tls12, new Destination(url(), null), null);
        try (SSLSocket unconnected = (SSLSocket) sockets.createSocket();
                SSLSocket named = (SSLSocket) sockets.createSocket("127.0.0.1", server.getAddress().getPort());
                Socket throughProxy = new Socket(server.getAddress().getAddress(), server.getAddress().getPort());
                SSLSocket layered = (SSLSocket) sockets.createSocket(throughProxy, "gateway.test", 443, true)) {
            assertThat(List.of(unconnected, named, layered)).allSatisfy(
                    socket -> assertThat(socket.getEnabledProtocols()).containsExactly(offered.split(" ")));
        }
    }

    @ParameterizedTest
    @CsvSource({"429,true", "503,true", "429,false", "503,false"})
    void aBusyGatewaySaysHowLongItWantsToBeLeftAlone(int status, boolean shortWay) {
        server.createContext("/cxf/vpn", exchange -> {
            note(exchange);
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        try (CxfGatewayClient client = client(url())) {
            Diagnosis diagnosis = Diagnosis.of(catchThrowable(() -> {
                if (shortWay) {
                    client.gateway().receivePackets(new ReceivePackets("s1"));
                } else {
                    client.gateway().getVersionInfo(new GetVersionInfo());
                }
            }), url());
            assertThat(diagnosis.verdict()).isEqualTo(Verdict.LATER);
            assertThat(diagnosis.retryAfterMillis()).isEqualTo(7000);
            assertThat(diagnosis.problem()).contains(Integer.toString(status));
        }
        assertThat(requests).as("asked once").hasSize(1);
    }

    @Test
    void aGatewayMayAlsoSayTheTimeToComeBackAt() {
        server.createContext("/cxf/vpn", exchange -> {
            exchange.getResponseHeaders().add("Retry-After",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusHours(1)));
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        assertThat(diagnosisOfAPoll().retryAfterMillis()).isBetween(TimeUnit.MINUTES.toMillis(59), TimeUnit.MINUTES.toMillis(61));
    }

    @Test
    void aGatewayThatSendsElsewhereIsNotFollowed() {
        server.createContext("/elsewhere", exchange -> {
            note(exchange);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/cxf/vpn", exchange -> {
            exchange.getResponseHeaders().add("Location", url().replace("/cxf/vpn", "/elsewhere"));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        assertThat(diagnosisOfAPoll().verdict()).isEqualTo(Verdict.LATER);
        assertThat(requests).isEmpty();
    }

    @Test
    void aWayThatIsClosedCanNotBeUsedAndClosingTwiceIsHarmless() {
        CxfGatewayClient client = client(url());
        client.gateway();
        client.close();
        client.close();
        assertThatThrownBy(client::gateway).isInstanceOf(IllegalStateException.class);
    }
}
