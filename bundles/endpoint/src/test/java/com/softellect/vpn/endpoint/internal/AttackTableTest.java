package com.softellect.vpn.endpoint.internal;

import static com.softellect.vpn.endpoint.internal.SoapCaller.element;
import static com.softellect.vpn.endpoint.internal.SoapCaller.envelope;
import static com.softellect.vpn.endpoint.internal.SoapCaller.values;
import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.credential.Pin;
import com.softellect.vpn.credential.Proof;
import com.softellect.vpn.endpoint.internal.RawCaller.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What somebody may try on the service's port, and what it gets for that. After each of these alice, who has a session all along, still
 * exchanges packets with the gateway; nobody learned anything of the gateway's inside; nothing was fetched from anywhere; no file was left.
 */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class AttackTableTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String XML = "text/xml; charset=utf-8";
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String MISUNDERSTOOD = "no message of this service";

    private static final PublicKey ANOTHER_KEY = anotherKey();

    private GatewayHarness gateway;
    private SoapCaller alice;
    private String aliceSession;
    private String bobSession;
    private ServerSocket trap;
    private final AtomicInteger trapped = new AtomicInteger();
    private Set<Path> filesBefore;
    private int packets;

    private interface Attack {
        Answer make(RawCaller caller) throws Exception;
    }

    /** One row of the table. */
    record Row(String name, int status, String says, Attack attack) {
        @Override
        public String toString() {
            return name + ": " + status + " " + says;
        }
    }

    @BeforeAll
    void start() throws Exception {
        filesBefore = temporaryFiles();
        gateway = new GatewayHarness(20, Map.of("idleSeconds", 3600), Map.of("messageSeconds", 2));
        gateway.addClient("alice", "10.66.77.2");
        gateway.addClient("bob", "10.66.77.3");
        alice = new SoapCaller(gateway);
        gateway.addClient("carol", "10.66.77.4");
        gateway.addClient("disabled", "10.66.77.5");
        gateway.setEnabled("disabled", false);
        aliceSession = alice.session("alice");
        bobSession = alice.session("bob");
        trap = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread watch = new Thread(this::watchTrap, "trap");
        watch.setDaemon(true);
        watch.start();
    }

    private static PublicKey anotherKey() {
        try {
            return KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void watchTrap() {
        try {
            while (true) {
                trap.accept().close();
                trapped.incrementAndGet();
            }
        } catch (IOException e) {
            // closed: the tests are over
        }
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
        trap.close();
    }

    private static Set<Path> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("java.io.tmpdir")), 2)) {
            return files.filter(f -> f.toString().contains("cxf")).collect(Collectors.toSet());
        }
    }

    @AfterEach
    void aliceGoesOnAsIfNothingHadHappened() throws Exception {
        byte[] up = EndpointTest.ipv4("10.66.77.2", "10.66.77.1", 100);
        assertThat(values(alice.send(aliceSession, packets, up).join().body(), "received")).containsExactly("1");
        assertThat(gateway.adapter().takeSent(SOON)).isEqualTo(up);
        byte[] down = EndpointTest.ipv4("10.66.77.1", "10.66.77.2", 100);
        gateway.adapter().inject(down);
        String answer = alice.receive(aliceSession).join().body();
        assertThat(values(answer, "packet")).containsExactly(SoapCaller.base64(down));
        assertThat(values(answer, "sequence")).containsExactly(String.valueOf(packets));
        packets++;
        assertThat(trapped).as("connections that the gateway made").hasValue(0);
        assertThat(temporaryFiles()).isEqualTo(filesBefore);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isAnswered(Row row) throws Exception {
        try (RawCaller caller = new RawCaller(gateway)) {
            Answer answer = row.attack.make(caller);
            assertThat(answer.status()).as("%s", answer).isEqualTo(row.status);
            assertThat(answer.body()).contains(row.says).doesNotContainPattern(
                    "\\b(java|javax|jdk|org\\.apache|com\\.ctc|com\\.sun|com\\.softellect)\\.\\w|Exception|\\.java:|/(home|work|tmp|root)/|[Jj]etty");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Row xml(String name, int status, String says, String message) {
        return new Row(name, status, says, caller -> caller.call(XML, utf8(message)));
    }

    private static Row misunderstood(String name, String message) {
        return xml(name, 500, MISUNDERSTOOD, message);
    }

    private static String version(String before, String inside) {
        return before + envelope("getVersionInfo", inside);
    }

    private static String withHeader(String header, String body) {
        return "<soap:Envelope xmlns:soap=\"" + SOAP + "\"><soap:Header>" + header + "</soap:Header><soap:Body>" + body
                + "</soap:Body></soap:Envelope>";
    }

    private String trapUrl(String file) {
        return "http://127.0.0.1:" + trap.getLocalPort() + "/" + file;
    }

    Stream<Row> rows() {
        return Stream.of(documents(), bombs(), references(), protocols(), parts(), http(), sizes(), proofs(), sessions()).flatMap(rows -> rows);
    }

    private Stream<Row> documents() {
        return Stream.of(
                misunderstood("a DTD that does nothing", version("<!DOCTYPE x>", "")),
                misunderstood("a DTD with an entity", version("<!DOCTYPE x [<!ENTITY e 'x'>]>", "&e;")),
                xml("an undeclared entity", 200, "timeMillis", version("", "&e;")),
                misunderstood("billion laughs", version(laughs(), "&l9;")),
                misunderstood("quadratic blow-up", version("<!DOCTYPE x [<!ENTITY e '" + "x".repeat(4000) + "'>]>", "&e;".repeat(1000))),
                misunderstood("a file as an external entity", version("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>", "&e;")),
                misunderstood("an external entity", version("<!DOCTYPE x [<!ENTITY e SYSTEM '" + trapUrl("e") + "'>]>", "&e;")),
                misunderstood("a parameter entity", version("<!DOCTYPE x [<!ENTITY % e SYSTEM '" + trapUrl("e.dtd") + "'>%e;]>", "")),
                misunderstood("an external DTD", version("<!DOCTYPE x SYSTEM '" + trapUrl("x.dtd") + "'>", "")),
                misunderstood("not XML", "hello"),
                misunderstood("XML that ends too early", "<soap:Envelope xmlns:soap=\"" + SOAP + "\"><soap:Body>"),
                xml("no SOAP", 500, "SOAP 1.1", "<html/>"),
                misunderstood("a zero byte", version("", "\u0000")),
                misunderstood("an operation that there is not", envelope("deleteEverything", "")),
                misunderstood("a body with two operations of another namespace", withHeader("", "<a xmlns='urn:x'/><b xmlns='urn:x'/>")),
                misunderstood("a number that is none", envelope("sendPackets", element("sessionId", bobSession) + element("sequence", "x"))),
                new Row("bytes that are not UTF-8", 500, MISUNDERSTOOD, caller -> caller.call(XML,
                        version("", "\u00ff\u00fe").getBytes(StandardCharsets.ISO_8859_1))),
                new Row("UTF-16 without saying so", 500, MISUNDERSTOOD, caller -> caller.call(XML,
                        version("", "").getBytes(StandardCharsets.UTF_16LE))),
                new Row("a DTD in UTF-16", 500, "", caller -> caller.call("text/xml; charset=utf-16",
                        version("<!DOCTYPE x [<!ENTITY e SYSTEM '" + trapUrl("e") + "'>]>", "&e;").getBytes(StandardCharsets.UTF_16))),
                new Row("UTF-7", 415, "", caller -> caller.call("text/xml; charset=utf-7",
                        utf8("+ADw-!DOCTYPE x SYSTEM '" + trapUrl("x.dtd") + "'+AD4-" + version("", "")))));
    }

    private static String laughs() {
        StringBuilder dtd = new StringBuilder("<!DOCTYPE x [<!ENTITY l0 'ha'>");
        for (int i = 1; i < 10; i++) {
            dtd.append("<!ENTITY l").append(i).append(" '").append(("&l" + (i - 1) + ";").repeat(10)).append("'>");
        }
        return dtd.append("]>").toString();
    }

    /** By bob, who has a session and so may send more than strangers do. */
    private Stream<Row> bombs() {
        String session = element("sessionId", bobSession);
        return Stream.of(
                misunderstood("100,000 levels", envelope("sendPackets", session + "<a>".repeat(100_000) + "</a>".repeat(100_000))),
                misunderstood("1,000 levels by a stranger", envelope("getVersionInfo", "<a>".repeat(1000) + "</a>".repeat(1000))),
                misunderstood("100,000 elements", envelope("sendPackets", session + "<a/>".repeat(100_000))),
                misunderstood("100,000 elements in a header", withHeader("<x xmlns='urn:x'><sessionId>" + bobSession + "</sessionId>"
                        + "<a/>".repeat(100_000) + "</x>", "<getVersionInfo/>")),
                misunderstood("an attribute of a megabyte", envelope("sendPackets", session + "<packet a='" + "x".repeat(1_000_000) + "'/>")),
                misunderstood("10,000 attributes", envelope("sendPackets", session + "<packet " + attributes(10_000) + "/>")),
                misunderstood("10,000 namespaces", envelope("sendPackets", session + "<packet " + namespaces(10_000) + "/>")),
                misunderstood("a text of a megabyte", envelope("sendPackets", session + element("sequence", "1".repeat(1_000_000)))),
                misunderstood("a name of a megabyte", envelope("sendPackets", session + "<" + "x".repeat(1_000_000) + "/>")),
                xml("a packet of a megabyte", 500, MISUNDERSTOOD, envelope("sendPackets", session + element("sequence", 0)
                        + element("packet", "AAAA".repeat(250_000)))),
                xml("a comment of a megabyte", 500, MISUNDERSTOOD, envelope("sendPackets", session + element("sequence", -1)
                        + "<!--" + "x".repeat(1_000_000) + "-->")),
                xml("10,000 packets", 500, "", envelope("sendPackets", session + element("sequence", 0) + element("packet", "AAAA").repeat(10_000))),
                xml("600 packets", 500, "maxBatchPackets", envelope("sendPackets", session + element("sequence", 0)
                        + element("packet", "AAAA").repeat(600))));
    }

    private static String attributes(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(" a").append(i).append("='x'");
        }
        return text.toString();
    }

    private static String namespaces(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(" xmlns:n").append(i).append("='urn:n").append(i).append("'");
        }
        return text.toString();
    }

    private Stream<Row> references() {
        String addressing = "xmlns:a='http://www.w3.org/2005/08/addressing'";
        return Stream.of(
                xml("a schema to be fetched", 200, "timeMillis", version("", "").replace("<getVersionInfo ",
                        "<getVersionInfo xmlns:i='http://www.w3.org/2001/XMLSchema-instance' i:schemaLocation='urn:x " + trapUrl("x.xsd") + "' ")),
                misunderstood("XInclude", envelope("sendPackets", "<x:include xmlns:x='http://www.w3.org/2001/XInclude' href='"
                        + trapUrl("x") + "'/>" + element("sequence", "<x/>"))),
                xml("a style sheet to be fetched", 200, "timeMillis", version("<?xml-stylesheet href='" + trapUrl("x.xsl") + "'?>", "")),
                xml("an answer to be sent elsewhere", 200, "timeMillis", withHeader("<a:ReplyTo " + addressing + "><a:Address>" + trapUrl("r")
                        + "</a:Address></a:ReplyTo><a:FaultTo " + addressing + "><a:Address>" + trapUrl("f") + "</a:Address></a:FaultTo>"
                        + "<a:MessageID " + addressing + ">urn:1</a:MessageID>",
                        "<getVersionInfo xmlns='http://softellect.com/vpn/gateway/1'/>")),
                xml("an answer that must be sent elsewhere", 500, "must be understood", withHeader("<a:ReplyTo soap:mustUnderstand='1' "
                        + addressing + "><a:Address>" + trapUrl("r") + "</a:Address></a:ReplyTo>",
                        "<getVersionInfo xmlns='http://softellect.com/vpn/gateway/1'/>")),
                new Row("a WSDL that is a file", 500, MISUNDERSTOOD, caller -> caller.write(
                        RawCaller.request("GET", "?wsdl=file:///etc/passwd")).answer()),
                new Row("a schema of the caller's", 500, MISUNDERSTOOD, caller -> caller.write(
                        RawCaller.request("GET", "?xsd=" + trapUrl("x.xsd"))).answer()),
                new Row("a schema beside the contract", 500, MISUNDERSTOOD, caller -> caller.write(
                        RawCaller.request("GET", "?xsd=../../../../etc/passwd")).answer()));
    }

    private Stream<Row> protocols() {
        String soap12 = version("", "").replace(SOAP, "http://www.w3.org/2003/05/soap-envelope");
        return Stream.of(
                new Row("SOAP 1.2", 500, "SOAP 1.1", caller -> caller.call("application/soap+xml; charset=utf-8", utf8(soap12))),
                xml("SOAP of another age", 500, "SOAP 1.1", version("", "").replace(SOAP, "urn:soap")),
                new Row("JSON", 500, MISUNDERSTOOD, caller -> caller.call("application/json", utf8("{\"getVersionInfo\":{}}"))),
                new Row("a form", 500, MISUNDERSTOOD, caller -> caller.call("application/x-www-form-urlencoded", utf8("a=b&c=d"))),
                new Row("nothing at all", 500, MISUNDERSTOOD, caller -> caller.write(RawCaller.post("Content-Length: 0")).answer()),
                new Row("an action that says something else", 500, "", caller -> caller.call(XML,
                        utf8(version("", "")), "SOAPAction: \"http://softellect.com/vpn/gateway/1/disconnect\"")),
                new Row("compressed", 415, "", caller -> caller.call(XML, gzip(version("", "")), "Content-Encoding: gzip")),
                new Row("a compressed bomb by a stranger", 415, "", caller -> caller.call(XML, gzip("\u0000".repeat(50_000_000)),
                        "Content-Encoding: gzip")),
                new Row("a message in no encoding", 415, "", caller -> caller.call("text/xml; charset=none-of-them", utf8(version("", "")))));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return out.toByteArray();
    }

    private Stream<Row> parts() {
        return Stream.of(
                mtom("a part that is to be fetched", 500, MISUNDERSTOOD, include(trapUrl("packet")), ""),
                mtom("a part that is a file", 500, MISUNDERSTOOD, include("file:///etc/hostname"), ""),
                mtom("a part that there is not", 500, MISUNDERSTOOD, include("cid:nothing"), ""),
                mtom("10,000 parts", 413, "", include("cid:p9999"), manyParts(10_000)),
                mtom("600 parts", 413, "", include("cid:p599"), manyParts(600)),
                mtom("a part with a header of a megabyte", 500, MISUNDERSTOOD, include("cid:p"), "--b\r\nContent-ID: <p>\r\nX-Header: "
                        + "x".repeat(1_000_000) + "\r\n\r\nxxx\r\n"),
                mtom("a part with 10,000 headers", 200, "<received>1</received>", include("cid:p"), "--b\r\nContent-ID: <p>\r\n"
                        + "X-Header: x\r\n".repeat(10_000) + "\r\nxxx\r\n"),
                mtom("a part of a megabyte", 500, "packetBytes", include("cid:p"), "--b\r\nContent-ID: <p>\r\n\r\n"
                        + "x".repeat(1_000_000) + "\r\n"),
                new Row("parts without a boundary", 500, MISUNDERSTOOD, caller -> caller.call("multipart/related; type=\"application/xop+xml\"",
                        utf8(version("", "")))),
                new Row("parts that never begin", 500, MISUNDERSTOOD, caller -> caller.call(
                        "multipart/related; type=\"application/xop+xml\"; boundary=b", utf8("x".repeat(10_000)))));
    }

    private static String include(String href) {
        return "<packet><x:Include xmlns:x='http://www.w3.org/2004/08/xop/include' href='" + href + "'/></packet>";
    }

    private static String manyParts(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("--b\r\nContent-ID: <p").append(i).append(">\r\n\r\nxxx\r\n");
        }
        return text.toString();
    }

    private Row mtom(String name, int status, String says, String packet, String parts) {
        String root = "--b\r\nContent-Type: application/xop+xml; charset=utf-8; type=\"text/xml\"\r\nContent-ID: <root>\r\n\r\n"
                + envelope("sendPackets", element("sessionId", bobSession) + element("sequence", 0) + packet) + "\r\n";
        return new Row(name, status, says, caller -> caller.call("multipart/related; type=\"application/xop+xml\"; start=\"<root>\"; "
                + "start-info=\"text/xml\"; boundary=b", utf8(root + parts + "--b--\r\n")));
    }

    private Stream<Row> http() {
        return Stream.concat(Stream.of("PUT", "DELETE", "OPTIONS", "TRACE", "HEAD", "PROPFIND").map(method ->
                new Row("method " + method, 405, "", caller -> answerWithoutBody(caller, method))), Stream.of(
                new Row("a header of 9 kB", 431, "", caller -> caller.write(RawCaller.post("X-Header: " + "x".repeat(9000))).answer()),
                new Row("640 headers", 431, "", caller -> caller.write(RawCaller.post("X-Header: x\r\n".repeat(640) + "X: y")).answer()),
                new Row("a negative length", 400, "", caller -> caller.write(RawCaller.post("Content-Length: -5")).answer()),
                new Row("two lengths", 400, "", caller -> caller.write(RawCaller.post("Content-Length: 5", "Content-Length: 6") + "hello").answer()),
                new Row("a length and chunks", 400, "", caller -> caller.write(
                        RawCaller.post("Content-Length: 5", "Transfer-Encoding: chunked") + "0\r\n\r\n").answer()),
                new Row("a password that is none", 200, "timeMillis", caller -> caller.call(XML, utf8(version("", "")), "Authorization: Basic !!!")),
                new Row("an address that is not the caller's", 200, "timeMillis", caller -> caller.call(XML, utf8(version("", "")),
                        "X-Forwarded-For: 192.0.2.1", "Forwarded: for=192.0.2.1")),
                new Row("a GET of nothing", 405, "?wsdl", caller -> caller.write(RawCaller.request("GET", "")).answer()),
                new Row("a path upwards", 400, "", caller -> caller.write("GET /cxf/../../etc/passwd HTTP/1.1\r\nHost: g\r\n\r\n").answer())));
    }

    private static Answer answerWithoutBody(RawCaller caller, String method) throws IOException {
        return caller.write(RawCaller.request(method, "", "Content-Length: 0")).answer();
    }

    private Stream<Row> sizes() {
        String announced = "Content-Type: " + XML + "\r\nContent-Length: 100000000";
        String stranger = version("", "").replace("<getVersionInfo", "<!--" + "x".repeat(5000) + "--><getVersionInfo");
        return Stream.of(
                new Row("100 MB announced", 413, "", caller -> caller.write(RawCaller.post(announced) + "<").answer()),
                new Row("100 MB announced by bob", 413, "", caller -> caller.write(
                        RawCaller.post(announced) + envelope("sendPackets", element("sessionId", bobSession))).answer()),
                new Row("1 MB announced by a stranger", 413, "", caller -> caller.write(
                        RawCaller.post("Content-Type: " + XML, "Content-Length: 1000000") + stranger).answer()),
                new Row("100 MB in chunks", 413, "", caller -> flood(caller, stranger, 0)),
                new Row("100 MB in chunks by bob", 413, "", caller -> flood(caller, envelope("sendPackets", element("sessionId", bobSession)),
                        1_680_000)),
                new Row("a body of one byte", 408, "", caller -> caller.write(RawCaller.post("Content-Type: " + XML,
                        "Content-Length: 500") + "<").answer()),
                new Row("a body that stops", 408, "", caller -> caller.write(RawCaller.post("Content-Type: " + XML,
                        "Content-Length: 500") + "<soap:Env").answer()),
                new Row("chunks that stop", 408, "", caller -> caller.write(RawCaller.post("Content-Type: " + XML,
                        "Transfer-Encoding: chunked") + "5\r\n<soap\r\n").answer()),
                new Row("bob's poll that stops", 408, "", caller -> caller.write(RawCaller.post("Content-Type: " + XML,
                        "Content-Length: 500") + envelope("receivePackets", element("sessionId", bobSession))).answer()),
                new Row("chunks of no length", 400, "", caller -> caller.write(RawCaller.post("Content-Type: " + XML,
                        "Transfer-Encoding: chunked") + "zz\r\nhello\r\n").answer()));
    }

    /** Up to 100 MB that nobody holds at once. Waits a moment for the answer before each further part, from so many bytes on. */
    private static Answer flood(RawCaller caller, String first, int unhurriedBytes) throws Exception {
        byte[] part = new byte[16_000];
        Arrays.fill(part, (byte) ' ');
        caller.write(RawCaller.post("Content-Type: " + XML, "Transfer-Encoding: chunked"));
        CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return caller.answer();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        chunk(caller, utf8(first));
        for (int sent = 0; sent < 100_000_000 && !answer.isDone(); sent += part.length) {
            chunk(caller, part);
            if (sent >= unhurriedBytes) {
                answer.copy().completeOnTimeout(null, 300, TimeUnit.MILLISECONDS).join();
            }
        }
        return answer.get();
    }

    private static void chunk(RawCaller caller, byte[] bytes) throws IOException {
        caller.write(Integer.toHexString(bytes.length) + "\r\n").write(bytes).write("\r\n");
    }

    private Stream<Row> proofs() {
        long now = System.currentTimeMillis();
        return Stream.of(
                new Row("a proof for the second time", 500, "REPLAY", caller -> {
                    Credentials shown = Proof.create("carol", gateway.key("carol"), gateway.pin(), System.currentTimeMillis());
                    assertThat(authenticate(caller, shown).status()).isEqualTo(200);
                    return authenticate(caller, shown);
                }),
                proof("a proof of three minutes ago", "CLOCK", "carol", "carol", now - 180_000),
                proof("a proof of before the gateway started", "CLOCK", "carol", "carol", now - 60_000),
                proof("a proof of in three minutes", "CLOCK", "carol", "carol", now + 180_000),
                proof("a proof with another's key", "REFUSED", "carol", "bob", now),
                proof("a client that there is not", "REFUSED", "nobody", "bob", now),
                new Row("a proof that was made for another gateway", 500, "REFUSED", caller -> authenticate(caller, Proof.create("carol",
                        gateway.key("carol"), Pin.of(ANOTHER_KEY), System.currentTimeMillis()))),
                new Row("a proof with another's name put on it", 500, "REFUSED", caller -> {
                    Credentials c = Proof.create("carol", gateway.key("carol"), gateway.pin(), System.currentTimeMillis());
                    return authenticate(caller, new Credentials("alice", c.algorithm(), c.timestampMillis(), c.nonce(), c.proof()));
                }),
                new Row("a proof without a nonce", 500, "REFUSED", caller -> authenticate(caller, new Credentials("carol", Proof.ALGORITHM,
                        System.currentTimeMillis(), new byte[0], new byte[64]))),
                new Row("a proof by no algorithm", 500, "REFUSED", caller -> authenticate(caller, new Credentials("carol", "none",
                        System.currentTimeMillis(), new byte[32], new byte[0]))),
                new Row("a client that was disabled", 500, "DISABLED", caller -> authenticate(caller, "disabled")),
                new Row("another version", 500, "versionNotSupported", caller -> caller.call(XML, utf8(envelope("authenticate",
                        element("protocol", 7))))));
    }

    private Row proof(String name, String reason, String clientId, String keyOf, long timestampMillis) {
        return new Row(name, 500, reason, caller -> authenticate(caller,
                Proof.create(clientId, gateway.key(keyOf), gateway.pin(), timestampMillis)));
    }

    private Answer authenticate(RawCaller caller, String clientId) throws IOException {
        return authenticate(caller, Proof.create(clientId, gateway.key(clientId), gateway.pin(), System.currentTimeMillis()));
    }

    private static Answer authenticate(RawCaller caller, Credentials shown) throws IOException {
        return caller.call(XML, utf8(envelope("authenticate", SoapCaller.authentication(shown))));
    }

    private static Answer poll(RawCaller caller, String session) throws IOException {
        return caller.call(XML, utf8(envelope("receivePackets", element("sessionId", session))));
    }

    /** A client's poll is parked, something happens to the client, and the poll and the next call are told the same. */
    private Row putOut(String reason, Runnable event) {
        return new Row("a client during traffic: " + reason, 500, "<reason>" + reason + "</reason>", caller -> {
            gateway.addClient("dave", "10.66.77.6");
            String session = values(authenticate(caller, "dave").body(), "sessionId").get(0);
            event.run();
            Answer parked = poll(caller, session);
            while (parked.status() == 200) { // it takes a moment until a client's time is over
                parked = poll(caller, session);
            }
            Answer next = poll(caller, session);
            assertThat(next.body()).isEqualTo(parked.body());
            return next;
        });
    }

    private Stream<Row> sessions() {
        byte[] spoofed = EndpointTest.ipv4("10.66.77.2", "10.66.77.1", 10);
        return Stream.of(
                putOut("REPLACED", () -> alice.session("dave")),
                putOut("REVOKED", () -> gateway.setEnabled("dave", false)),
                putOut("EXPIRED", () -> gateway.expireClient("dave")),
                putOut("KEY_CHANGED", () -> gateway.rotateClient("dave")),
                new Row("10,000 guesses of a session", 500, "sessionExpired", this::guess),
                xml("a session of no bytes", 500, "sessionExpired", envelope("receivePackets", element("sessionId", ""))),
                xml("a session as long as the message", 500, "sessionExpired", envelope("receivePackets", element("sessionId", "A".repeat(10_000)))),
                xml("bob's packets from alice's address", 200, "<received>1</received>", envelope("sendPackets",
                        element("sessionId", bobSession) + element("sequence", 0) + element("packet", SoapCaller.base64(spoofed)))));
    }

    /** Every tenth over the wire, the others directly. */
    private Answer guess(RawCaller caller) throws IOException {
        Random random = new Random(1);
        byte[] bytes = new byte[32];
        Answer answer = null;
        for (int i = 0; i < 10_000; i++) {
            random.nextBytes(bytes);
            String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            assertThat(gateway.registry.find(id)).isNull();
            if (i % 10 == 0) {
                answer = caller.call(XML, utf8(envelope("receivePackets", element("sessionId", id))));
                assertThat(answer.status()).isEqualTo(500);
                assertThat(values(answer.body(), "reason")).isEmpty();
            }
        }
        return answer;
    }
}
