package com.softellect.vpn.endpoint.internal;

import static com.softellect.vpn.endpoint.internal.SoapCaller.element;
import static com.softellect.vpn.endpoint.internal.SoapCaller.envelope;
import static com.softellect.vpn.endpoint.internal.SoapCaller.values;
import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.Proof;
import com.softellect.vpn.endpoint.internal.RawCaller.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DoorkeeperTest {

    private static final String XML = "text/xml; charset=utf-8";
    private static final Duration SOON = Duration.ofSeconds(20);

    private GatewayHarness gateway;
    private SoapCaller caller;

    private void start(Map<String, Object> endpoint, Map<String, Object> clients) throws Exception {
        gateway = new GatewayHarness(20, Map.of(), endpoint, clients);
        gateway.addClient("alice", "10.66.77.2");
        gateway.addClient("bob", "10.66.77.3");
        caller = new SoapCaller(gateway);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Session session(String clientId) {
        return gateway.registry.sessions().stream().filter(s -> s.clientId().equals(clientId)).findFirst().orElseThrow();
    }

    private Answer once(String request) throws Exception {
        try (RawCaller raw = new RawCaller(gateway)) {
            return raw.write(request).answer();
        }
    }

    private static String version() {
        String body = envelope("getVersionInfo", "");
        return RawCaller.post("Content-Type: " + XML, "Content-Length: " + body.length()) + body;
    }

    @Test
    void strangersAreRefusedCheaplyWhenTheGatewayHasSpentEnoughOnThemAndTheConnectionIsClosed() throws Exception {
        start(Map.of(), Map.of("strangersPerSecond", 1));
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(once(i % 2 == 0 ? version() : RawCaller.request("GET", "?wsdl")));
        }
        assertThat(answers).extracting(Answer::status).contains(200, 503).containsOnly(200, 503);
        Answer refused = answers.stream().filter(a -> a.status() == 503).findFirst().orElseThrow();
        assertThat(refused.headers()).containsEntry("connection", "close").containsKey("retry-after");
        assertThat(refused.body()).hasSizeLessThan(100);
        assertThat(gateway.counter("refused.busy")).isEqualTo(answers.stream().filter(a -> a.status() == 503).count());
    }

    @Test
    void anAddressThatFailedTooOftenIsToldToWait() throws Exception {
        start(Map.of(), Map.of("failuresPerMinute", 1));
        // On a connection that is open already: new ones from there are cut off before they say anything.
        try (RawCaller raw = new RawCaller(gateway)) {
            caller.authenticate("alice", ClientKey.generate());
            Answer refused = raw.call(XML, utf8(envelope("getVersionInfo", "")));
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.headers()).containsEntry("connection", "close").containsEntry("retry-after", "60");
            assertThat(raw.isHungUp()).isTrue();
        }
    }

    /** Foreign clients take CXF's way with every call; they are no strangers. */
    @Test
    void callsThatShowALiveSessionAreLetInWhateverStrangersDo() throws Exception {
        start(Map.of("shortWay", false), Map.of("strangersPerSecond", 1));
        String alice = caller.session("alice");
        boolean exhausted = false;
        for (int i = 0; i < 10; i++) {
            exhausted |= once(version()).status() == 503;
        }
        assertThat(exhausted).isTrue();
        for (int i = 0; i < 20; i++) {
            byte[] packet = EndpointTest.ipv4("10.66.77.2", "10.66.77.1", i);
            assertThat(values(caller.send(alice, i, packet).join().body(), "received")).containsExactly("1");
        }
        assertThat(caller.call("disconnect", element("sessionId", alice)).join().statusCode()).isEqualTo(200);
    }

    /** 20 threads, 100 bodies that do not come: if they held one each, nobody else got in. */
    @Test
    void slowSendersHoldNoThreads() throws Exception {
        start(Map.of("messageSeconds", 300), Map.of());
        String alice = caller.session("alice");
        String bob = caller.session("bob");
        List<RawCaller> slow = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String begun = i % 2 == 0 ? "<soap:Envelope" : envelope("sendPackets", element("sessionId", bob));
            slow.add(new RawCaller(gateway).write(RawCaller.post("Content-Type: " + XML, i % 3 == 0 ? "Transfer-Encoding: chunked"
                    : "Content-Length: 5000") + (i % 3 == 0 ? Integer.toHexString(begun.length()) + "\r\n" + begun + "\r\n" : begun)));
        }
        byte[] packet = EndpointTest.ipv4("10.66.77.2", "10.66.77.1", 10);
        for (int i = 0; i < 50; i++) {
            assertThat(caller.send(alice, i, packet).join().statusCode()).isEqualTo(200);
            assertThat(gateway.adapter().takeSent(SOON)).isEqualTo(packet);
        }
        for (RawCaller raw : slow) {
            raw.close();
        }
    }

    @Test
    void aBodyThatComesInPiecesIsTakenWhenItIsWhole() throws Exception {
        start(Map.of(), Map.of());
        String alice = caller.session("alice");
        byte[] packet = EndpointTest.ipv4("10.66.77.2", "10.66.77.1", 10);
        String body = envelope("sendPackets", element("sessionId", alice) + element("sequence", 0)
                + element("packet", SoapCaller.base64(packet)));
        try (RawCaller raw = new RawCaller(gateway)) {
            raw.write(RawCaller.post("Content-Type: " + XML, "Content-Length: " + body.length()));
            for (int i = 0; i < body.length(); i += 50) {
                raw.write(body.substring(i, Math.min(i + 50, body.length())));
                TimeUnit.MILLISECONDS.sleep(10);
            }
            assertThat(values(raw.answer().body(), "received")).containsExactly("1");
        }
        assertThat(gateway.adapter().takeSent(SOON)).isEqualTo(packet);
    }

    /** Clients of .NET and some of curl ask before they send. */
    @Test
    void aCallerThatAsksWhetherItMaySendIsToldToGoOn() throws Exception {
        start(Map.of(), Map.of());
        String alice = caller.session("alice");
        byte[] packet = EndpointTest.ipv4("10.66.77.2", "10.66.77.1", 1400);
        String body = envelope("sendPackets", element("sessionId", alice) + element("sequence", 0)
                + element("packet", SoapCaller.base64(packet)).repeat(100));
        try (RawCaller raw = new RawCaller(gateway)) {
            raw.write(RawCaller.post("Content-Type: " + XML, "Expect: 100-continue", "Content-Length: " + body.length()));
            assertThat(raw.answerWithoutBody().status()).isEqualTo(100);
            assertThat(values(raw.write(body).answer().body(), "received")).containsExactly("100");
        }
    }

    @Test
    void chunksOfASessionsClientMayBeAsLongAsTheLimitsAllow() throws Exception {
        start(Map.of(), Map.of());
        String alice = caller.session("alice");
        byte[] packet = EndpointTest.ipv4("10.66.77.2", "10.66.77.1", 1400);
        String body = envelope("sendPackets", element("sessionId", alice) + element("sequence", 0)
                + element("packet", SoapCaller.base64(packet)).repeat(500));
        try (RawCaller raw = new RawCaller(gateway)) {
            raw.write(RawCaller.post("Content-Type: " + XML, "Transfer-Encoding: chunked"));
            for (int i = 0; i < body.length(); i += 10_000) {
                String chunk = body.substring(i, Math.min(i + 10_000, body.length()));
                raw.write(Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
            }
            assertThat(values(raw.write("0\r\n\r\n").answer().body(), "received")).containsExactly("500");
        }
    }

    /** The trap: without its session a client is a stranger, and strangers may not send as much as a batch. */
    @Test
    void aBatchOnASessionThatHasEndedIsToldSoAndNotRead() throws Exception {
        start(Map.of(), Map.of());
        String alice = caller.session("alice");
        gateway.rotateClient("alice");
        String body = envelope("sendPackets", element("sessionId", alice) + element("sequence", 0) + element("packet", "AAAA".repeat(20_000)));
        try (RawCaller raw = new RawCaller(gateway)) {
            Answer answer = raw.write(RawCaller.post("Content-Type: " + XML, "Content-Length: " + body.length()) + body.substring(0, 5000)).answer();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(values(answer.body(), "reason")).containsExactly("KEY_CHANGED");
        }
    }

    /** What is not known to be somebody's costs nobody anything: not a packet, not a permit, not a number, not the idle clock. */
    @Test
    void wrongSessionsNumbersAndReplaysLeaveALiveSessionAsItIs() throws Exception {
        start(Map.of(), Map.of());
        caller.session("alice");
        String bob = caller.session("bob");
        Session alice = session("alice");
        Credentials proof = Proof.create("alice", ClientKey.generate(), gateway.pin(), System.currentTimeMillis());
        for (int i = 0; i < 5; i++) {
            alice.offer(EndpointTest.ipv4("10.66.77.1", "10.66.77.2", i));
        }
        long before = System.nanoTime();
        long idleBefore = alice.idleMillis();
        byte[] asAlice = EndpointTest.ipv4("10.66.77.2", "10.66.77.1", 10);
        for (int i = 0; i < 50; i++) {
            String wrong = alice.id().substring(0, 42) + (alice.id().endsWith("A") ? 'E' : 'A');
            caller.receive(wrong).join();
            caller.send(wrong, 0, asAlice).join();
            caller.call("disconnect", element("sessionId", wrong)).join();
            caller.send(bob, 1_000_000 + i, asAlice).join();
            caller.receive("A".repeat(43)).join();
            caller.authenticate(proof);
        }
        assertThat(gateway.registry.find(alice.id())).isSameAs(alice);
        assertThat(alice.idleMillis()).isGreaterThanOrEqualTo(idleBefore + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before) - 1);
        assertThat(alice.permits()).isEqualTo(5);
        assertThat(alice.traffic().packetsUp()).isZero();
        assertThat(alice.traffic().packetsDown()).isZero();
        assertThat(alice.traffic().dropped()).isZero();
        String answer = caller.receive(alice.id()).join().body();
        assertThat(values(answer, "packet")).hasSize(5);
        assertThat(values(answer, "sequence")).containsExactly("0");
        assertThat(values(caller.send(alice.id(), 0, asAlice).join().body(), "received")).containsExactly("1");
        assertThat(gateway.adapter().takeSent(SOON)).isEqualTo(asAlice);
    }

    /** Just under the limit, on 200 connections at once: each is served in turn, or refused, and nothing runs out. */
    @Test
    void twoHundredLargeBodiesAtOnceFindRoomInTurn() throws Exception {
        start(Map.of(), Map.of());
        String alice = caller.session("alice");
        byte[] packet = EndpointTest.ipv4("10.66.77.2", "10.66.77.9", 65_000);
        byte[] body = utf8(envelope("sendPackets", element("sessionId", alice) + element("sequence", 0)
                + element("packet", SoapCaller.base64(packet)).repeat(16)));
        List<RawCaller> callers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            RawCaller raw = new RawCaller(gateway);
            callers.add(raw);
            raw.write(RawCaller.post("Content-Type: " + XML, "Content-Length: " + body.length)).write(Arrays.copyOf(body, 20_000));
        }
        List<Integer> statuses = new ArrayList<>();
        for (RawCaller raw : callers) {
            try {
                statuses.add(raw.write(Arrays.copyOfRange(body, 20_000, body.length)).answer().status());
            } catch (IOException e) {
                statuses.add(503); // refused, and hung up while it was still sending
            }
            raw.close();
        }
        assertThat(Collections.frequency(statuses, 200)).isPositive();
        assertThat(statuses).containsOnly(200, 503);
    }
}
