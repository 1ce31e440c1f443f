package com.softellect.vpn.endpoint.internal;

import static com.softellect.vpn.endpoint.internal.SoapCaller.base64;
import static com.softellect.vpn.endpoint.internal.SoapCaller.element;
import static com.softellect.vpn.endpoint.internal.SoapCaller.values;
import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.datapath.SoapWriter;
import com.softellect.vpn.datapath.MessageBuffer;
import com.softellect.vpn.datapath.Xop;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.session.EndReason;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.datapath.SoapReader;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EndpointTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private GatewayHarness gateway;
    private SoapCaller caller;

    @BeforeEach
    void start() throws Exception {
        gateway = new GatewayHarness(20, Map.of(), Map.of("shortWay", shortWay()));
        gateway.addClient("alice", "10.66.77.2");
        gateway.addClient("bob", "10.66.77.3");
        caller = new SoapCaller(gateway);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    /** Whether the endpoint may take it. This caller's calls are in the form that the short way knows. */
    boolean shortWay() {
        return true;
    }

    static byte[] ipv4(String from, String to, int payloadBytes) {
        ByteBuffer packet = ByteBuffer.allocate(20 + payloadBytes);
        packet.put((byte) 0x45).put((byte) 0).putShort((short) (20 + payloadBytes)).putInt(0);
        packet.put((byte) 64).put((byte) 253).putShort((short) 0);
        packet.putInt(Ipv4Network.parseAddress(from)).putInt(Ipv4Network.parseAddress(to));
        return packet.array();
    }

    private Session session(String clientId) {
        return gateway.registry.sessions().stream().filter(s -> s.clientId().equals(clientId)).findFirst().orElseThrow();
    }

    private static void assertFault(HttpResponse<String> answer, String detail) {
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("Fault").containsPattern("<detail><(\\w+:)?" + detail + " ").doesNotContain("at com.softellect");
    }

    private void awaitParked(Session session, int polls) throws InterruptedException {
        for (int i = 0; session.parkedPolls() != polls && i < 1000; i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(session.parkedPolls()).isEqualTo(polls);
    }

    /** Else the tests of the short way would be tests of CXF's. */
    @Test
    void theCallersFormIsTheOneThatTheShortWayKnows() {
        byte[] poll = SoapCaller.envelope("receivePackets", element("sessionId", "s")).getBytes(StandardCharsets.UTF_8);
        assertThat(SoapReader.call(poll, poll.length)).isEqualTo(new SoapReader.Call("s", null));
    }

    @Test
    void theContractIsServedAsItIsCheckedIn() throws Exception {
        HttpResponse<String> wsdl = caller.get("?wsdl");
        assertThat(wsdl.statusCode()).isEqualTo(200);
        assertThat(wsdl.body()).contains("VpnGatewayPort").contains(gateway.url()).contains("receivePackets");
    }

    @Test
    void anybodyMayAskForTheVersion() {
        HttpResponse<String> answer = caller.call("getVersionInfo", "").join();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(values(answer.body(), "version")).containsExactly("1.2.3");
        assertThat(values(answer.body(), "highestProtocol")).containsExactly("1");
    }

    @Test
    void aClientWithItsKeyGetsASessionAndItsTerms() {
        String answer = caller.authenticate("alice").body();
        assertThat(values(answer, "address")).containsExactly("10.66.77.2");
        assertThat(values(answer, "prefixLength")).containsExactly("24");
        assertThat(values(answer, "gatewayAddress")).containsExactly("10.66.77.1");
        assertThat(values(answer, "mtu")).containsExactly("1500");
        assertThat(values(answer, "sessionId").get(0)).hasSize(43);
    }

    @Test
    void aWrongKeyAnotherVersionAndMissingElementsGetTypedFaults() {
        assertFault(caller.authenticate("alice", gateway.key("bob")), "authenticationFailed");
        assertFault(caller.call("authenticate", element("protocol", 2)).join(), "versionNotSupported");
        HttpResponse<String> empty = caller.call("authenticate", element("protocol", 1)).join();
        assertFault(empty, "authenticationFailed");
        assertThat(values(empty.body(), "reason")).containsExactly("REFUSED");
    }

    @Test
    void packetsGoUpToTheAdapterAndDownToTheClient() throws Exception {
        String alice = caller.session("alice");
        byte[] up = ipv4("10.66.77.2", "10.66.77.1", 100);
        assertThat(values(caller.send(alice, 0, up).join().body(), "received")).containsExactly("1");
        assertThat(gateway.adapter().takeSent(SOON)).isEqualTo(up);

        byte[] down = ipv4("10.66.77.1", "10.66.77.2", 200);
        CompletableFuture<HttpResponse<String>> poll = caller.receive(alice);
        gateway.adapter().inject(down);
        String answer = poll.join().body();
        assertThat(values(answer, "packet")).containsExactly(base64(down));
        assertThat(values(answer, "sequence")).containsExactly("0");
    }

    @Test
    void limitsQuotaAndExpiryAreToldInAHeaderOfEachAnswerForAsLongAsTheyAreThere() {
        String alice = caller.session("alice");
        assertThat(caller.receive(alice).join().headers().firstValue("Vpn-Notice")).isEmpty();
        gateway.setPolicy("alice", Policy.OPEN.withDownLimit(5_000_000));
        assertThat(caller.receive(alice).join().headers().firstValue("Vpn-Notice")).hasValue("limited to 5 Mbit/s down");
        assertThat(caller.send(alice, 0, ipv4("10.66.77.2", "10.66.77.1", 10)).join().headers().firstValue("Vpn-Notice")).hasValue("limited to 5 Mbit/s down");
        gateway.setPolicy("alice", Policy.OPEN);
        assertThat(caller.receive(alice).join().headers().firstValue("Vpn-Notice")).isEmpty();
    }

    @Test
    void batchesThatOvertakeEachOtherReachTheAdapterInOrder() throws Exception {
        String alice = caller.session("alice");
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            packets.add(ipv4("10.66.77.2", "10.66.77.1", i));
        }
        caller.send(alice, 4, packets.get(4), packets.get(5)).join();
        caller.send(alice, 1, packets.get(1), packets.get(2), packets.get(3)).join();
        caller.send(alice, 0, packets.get(0)).join();
        caller.send(alice, 0, packets.get(0)).join();
        for (byte[] packet : packets) {
            assertThat(gateway.adapter().takeSent(SOON)).isEqualTo(packet);
        }
        assertThat(gateway.counter("drop.late")).isEqualTo(1);
    }

    @Test
    void anAnswerHasAtMostAHundredPacketsAndTheNextOneGoesOnWithTheirNumbers() {
        String alice = caller.session("alice");
        for (int i = 0; i < 150; i++) {
            session("alice").offer(ipv4("10.66.77.1", "10.66.77.2", 10));
        }
        assertThat(values(caller.receive(alice).join().body(), "packet")).hasSize(100);
        String second = caller.receive(alice).join().body();
        assertThat(values(second, "packet")).hasSize(50);
        assertThat(values(second, "sequence")).containsExactly("100");
    }

    /** The trap: permits that are not taken with their packets make every later poll return at once, a hot loop over the network. */
    @Test
    void afterTenThousandDeliveredPacketsAnIdlePollWaitsItsQuarterOfASecond() {
        String alice = caller.session("alice");
        Session session = session("alice");
        for (int delivered = 0; delivered < 10_000; ) {
            for (int i = 0; i < 1000; i++) {
                session.offer(ipv4("10.66.77.1", "10.66.77.2", 10));
            }
            for (int i = 0; i < 10; i++) {
                delivered += values(caller.receive(alice).join().body(), "packet").size();
            }
        }
        assertThat(session.permits()).isZero();
        long start = System.nanoTime();
        String idle = caller.receive(alice).join().body();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertThat(values(idle, "packet")).isEmpty();
        assertThat(values(idle, "sequence")).containsExactly("10000");
        assertThat(millis).isGreaterThanOrEqualTo(LongPoll.PARK_MILLIS);
    }

    @Test
    void twoHundredParkedPollsHoldFewerThanTwentyThreads() throws Exception {
        List<String> ids = new ArrayList<>();
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            gateway.addClient("client" + i, "10.66.77." + (10 + i));
            ids.add(caller.session("client" + i));
            sessions.add(session("client" + i));
        }
        // The server has 20 threads in all, acceptor and selector among them: if a parked poll held one, most would not get in.
        int mostParked = 0;
        for (int attempt = 0; attempt < 20 && mostParked < 200; attempt++) {
            List<CompletableFuture<HttpResponse<String>>> polls = new ArrayList<>();
            ids.forEach(id -> polls.add(caller.receive(id)));
            while (polls.stream().anyMatch(p -> !p.isDone())) {
                mostParked = Math.max(mostParked, sessions.stream().mapToInt(Session::parkedPolls).sum());
            }
            assertThat(polls).allMatch(p -> p.join().statusCode() == 200);
        }
        assertThat(mostParked).isGreaterThan(100);
    }

    @Test
    void unknownAndEndedSessionsGetTheSessionExpiredFault() {
        String alice = caller.session("alice");
        assertFault(caller.receive("A".repeat(43)).join(), "sessionExpired");
        assertFault(caller.receive("").join(), "sessionExpired");
        assertFault(caller.call("receivePackets", "").join(), "sessionExpired");
        assertFault(caller.send("nonsense", 0, new byte[20]).join(), "sessionExpired");
        assertThat(caller.call("disconnect", element("sessionId", alice)).join().statusCode()).isEqualTo(200);
        assertFault(caller.receive(alice).join(), "sessionExpired");
    }

    @Test
    void aPollParkedOnAReplacedSessionIsAnsweredAndCannotBringItBack() throws Exception {
        String old = caller.session("alice");
        CompletableFuture<HttpResponse<String>> poll = caller.receive(old);
        awaitParked(session("alice"), 1);
        String now = caller.session("alice");
        assertFault(poll.join(), "sessionExpired");
        session("alice").offer(ipv4("10.66.77.1", "10.66.77.2", 10));
        assertFault(caller.receive(old).join(), "sessionExpired");
        assertThat(values(caller.receive(now).join().body(), "packet")).hasSize(1);
    }

    /** Whoever had the session learns it on the poll that was parked, which the short way answers itself, and again on the next call. */
    @Test
    void whyASessionEndedIsToldToItsParkedPollAndToItsNextCallInTheSameWords() throws Exception {
        Map<EndReason, Runnable> ends = new EnumMap<>(EndReason.class);
        ends.put(EndReason.REPLACED, () -> caller.session("alice"));
        ends.put(EndReason.REVOKED, () -> gateway.setEnabled("alice", false));
        ends.put(EndReason.KEY_CHANGED, () -> gateway.rotateClient("alice"));
        for (EndReason reason : List.of(EndReason.EXPIRED, EndReason.IDLE, EndReason.ADMINISTRATOR, EndReason.DISCONNECTED, EndReason.SHUTDOWN)) {
            ends.put(reason, () -> gateway.registry.endClient("alice", reason));
        }
        assertThat(ends).containsOnlyKeys(EndReason.values());
        for (Map.Entry<EndReason, Runnable> end : ends.entrySet()) {
            gateway.addClient("alice", "10.66.77.2");
            String id = caller.session("alice");
            CompletableFuture<HttpResponse<String>> parked = caller.receive(id);
            awaitParked(session("alice"), 1);
            end.getValue().run();
            HttpResponse<String> next = caller.receive(id).join();
            assertFault(next, "sessionExpired");
            assertThat(values(next.body(), "reason")).containsExactly(end.getKey().name());
            assertThat(values(next.body(), "message")).containsExactly(new SessionEnd(end.getKey()).message());
            assertThat(parked.join().body()).isEqualTo(next.body());
            assertThat(parked.join().headers().firstValue("Content-Type")).isEqualTo(next.headers().firstValue("Content-Type"));
        }
        HttpResponse<String> unknown = caller.receive("A".repeat(43)).join();
        assertThat(values(unknown.body(), "reason")).isEmpty();
    }

    @Test
    void batchesOverTheLimitsAreRefusedWholeWithATypedFault() throws Exception {
        String alice = caller.session("alice");
        byte[] good = ipv4("10.66.77.2", "10.66.77.1", 10);
        byte[][] many = Collections.nCopies(501, good).toArray(byte[][]::new);
        byte[][] heavy = Collections.nCopies(17, new byte[65_535]).toArray(byte[][]::new);
        for (var refused : Map.of("maxBatchPackets", many, "maxBatchBytes", heavy, "packetBytes", new byte[][] {good, new byte[0]}).entrySet()) {
            HttpResponse<String> answer = caller.send(alice, 0, refused.getValue()).join();
            assertFault(answer, "limitExceeded");
            assertThat(values(answer.body(), "limit")).containsExactly(refused.getKey());
        }
        assertFault(caller.send(alice, 0, new byte[65_536]).join(), "limitExceeded");
        assertFault(caller.send(alice, -1, good).join(), "limitExceeded");
        assertThat(gateway.adapter().takeSent(Duration.ZERO)).isNull();
        assertThat(caller.send(alice, 0, good).join().statusCode()).isEqualTo(200);
        assertThat(gateway.adapter().takeSent(SOON)).isEqualTo(good);
    }

    @Test
    void badPacketsAreDroppedAndTheOthersOfTheirBatchGoOn() throws Exception {
        String alice = caller.session("alice");
        byte[] good = ipv4("10.66.77.2", "10.66.77.1", 10);
        byte[] spoofed = ipv4("10.66.77.3", "10.66.77.1", 10);
        assertThat(caller.send(alice, 0, new byte[] {1}, spoofed, good).join().statusCode()).isEqualTo(200);
        assertThat(gateway.adapter().takeSent(SOON)).isEqualTo(good);
        assertThat(gateway.router.counters()).containsEntry("drop.source_address", 1L).containsEntry("drop.not_ip", 1L);
    }

    @Test
    void brokenXmlIsAFaultAndTheGatewayGoesOn() throws Exception {
        for (String broken : new String[] {"", "<", "not xml", "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>",
            SoapCaller.envelope("noSuchOperation", ""), SoapCaller.envelope("sendPackets", "<packet>***</packet>"),
            "<!DOCTYPE x [<!ENTITY e 'x'>]>" + SoapCaller.envelope("getVersionInfo", "&e;")}) {
            HttpResponse<String> answer = caller.post("text/xml", broken.getBytes(StandardCharsets.UTF_8)).join();
            assertThat(answer.statusCode()).as(broken).isGreaterThanOrEqualTo(400);
            assertThat(answer.body()).as(broken).doesNotContain("at com.").doesNotContain("at org.");
        }
        assertThat(caller.call("getVersionInfo", "").join().statusCode()).isEqualTo(200);
    }

    @Test
    void onlyACallerThatAskedForMtomGetsMtom() throws Exception {
        String alice = caller.session("alice");
        byte[] packet = ipv4("10.66.77.1", "10.66.77.2", 1400);
        session("alice").offer(packet);
        HttpResponse<String> plain = caller.receive(alice).join();
        assertThat(plain.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/xml");

        session("alice").offer(packet);
        String boundary = "--b\r\nContent-Type: application/xop+xml; charset=utf-8; type=\"text/xml\"\r\nContent-ID: <root>\r\n\r\n"
                + SoapCaller.envelope("receivePackets", element("sessionId", alice)) + "\r\n--b--\r\n";
        HttpResponse<String> mtom = caller.post("multipart/related; type=\"application/xop+xml\"; start=\"<root>\"; "
                + "start-info=\"text/xml\"; boundary=b", boundary.getBytes(StandardCharsets.UTF_8)).join();
        assertThat(mtom.statusCode()).isEqualTo(200);
        assertThat(mtom.headers().firstValue("Content-Type").orElseThrow()).startsWith("multipart/related");
        assertThat(mtom.body()).contains("xop:Include");

        session("alice").offer(packet);
        assertThat(caller.receive(alice).join().headers().firstValue("Content-Type").orElseThrow()).startsWith("text/xml");
    }

    /** Our own client's form of MTOM; the same for who reads it with a parser as for who reads it the short way. */
    @Test
    void longPacketsTravelBesideTheXmlForWhoAsksForThat() throws Exception {
        String alice = caller.session("alice");
        Xop xop = Xop.create();
        List<byte[]> packets = List.of(ipv4("10.66.77.2", "10.66.77.1", 1400), ipv4("10.66.77.2", "10.66.77.1", 40), ipv4("10.66.77.2", "10.66.77.1", 1024));
        HttpResponse<String> sent = caller.post(xop.contentType(), SoapWriter.sendPackets(alice, new Batch(0, packets), xop, new MessageBuffer()).toBytes()).join();
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        assertThat(sent.body()).contains(">3</");
        for (byte[] packet : packets) {
            assertThat(gateway.adapter().takeSent(SOON)).isEqualTo(packet);
        }

        byte[] down = ipv4("10.66.77.1", "10.66.77.2", 1400);
        session("alice").offer(down);
        HttpResponse<byte[]> answer = caller.postForBytes(xop.contentType(), SoapWriter.receivePackets(alice, xop));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("multipart/related");
        String text = new String(answer.body(), StandardCharsets.ISO_8859_1);
        assertThat(text).contains("xop:Include", new String(down, StandardCharsets.ISO_8859_1));
        Batch read = SoapReader.receivePacketsResponse(answer.body(), answer.body().length, Xop.of(answer.headers().firstValue("Content-Type").orElseThrow()));
        assertThat(read != null).as("in our form").isEqualTo(shortWay());
        if (read != null) {
            assertThat(read.packets()).singleElement().isEqualTo(down);
        }
    }

    @Test
    void aStoppingEndpointAnswersItsParkedPolls() throws Exception {
        String alice = caller.session("alice");
        CompletableFuture<HttpResponse<String>> poll = caller.receive(alice);
        awaitParked(session("alice"), 1);
        gateway.stopEndpoint();
        assertThat(poll.join().statusCode()).isEqualTo(200);
        assertThat(values(poll.join().body(), "packet")).isEmpty();
    }

    @Test
    void onePollTooManyOnASessionAnswersTheOldestOne() throws Exception {
        String alice = caller.session("alice");
        CompletableFuture<HttpResponse<String>> oldest = caller.receive(alice);
        awaitParked(session("alice"), 1);
        List<CompletableFuture<HttpResponse<String>>> others = new ArrayList<>();
        for (int i = 0; i < Session.MAX_PARKED_POLLS; i++) {
            others.add(caller.receive(alice));
        }
        assertThat(oldest.join().statusCode()).isEqualTo(200);
        assertThat(others).allMatch(p -> p.join().statusCode() == 200);
    }

    @Test
    void aCallerInAnotherFormOfXmlGetsTheSameAnswersToTheLetter() throws Exception {
        String alice = caller.session("alice");
        byte[] packet = ipv4("10.66.77.1", "10.66.77.2", 33);
        String other = "<?xml version='1.0'?><s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>"
                + "<v:receivePackets xmlns:v='http://softellect.com/vpn/gateway/1'> <v:sessionId>" + alice + "</v:sessionId>"
                + "</v:receivePackets></s:Body></s:Envelope>";
        session("alice").offer(packet);
        HttpResponse<String> first = caller.receive(alice).join();
        session("alice").offer(packet);
        HttpResponse<String> second = caller.post("text/xml; charset=utf-8", other.getBytes(StandardCharsets.UTF_8)).join();
        assertThat(second.body()).isEqualTo(first.body().replace("<sequence>0<", "<sequence>1<"));
        assertThat(second.headers().firstValue("Content-Type")).isEqualTo(first.headers().firstValue("Content-Type"));

        HttpResponse<String> idle = caller.receive(alice).join();
        HttpResponse<String> idleOther = caller.post("text/xml; charset=utf-8", other.getBytes(StandardCharsets.UTF_8)).join();
        assertThat(idleOther.body()).isEqualTo(idle.body());
    }
}
