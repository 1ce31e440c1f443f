package com.softellect.vpn.dns.internal;

import static com.softellect.vpn.dns.internal.TestUpstream.answer;
import static com.softellect.vpn.dns.internal.TestUpstream.record;
import static com.softellect.vpn.dns.internal.TestUpstream.reply;
import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.dns.DnsUpstream;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The whole resolver with real sockets on the loopback. */
@Timeout(120)
class DnsTest {

    private static final String SOA = "ns.example. admin.example. 1 3600 600 86400 300";

    private TestUpstream upstream;
    private TestUpstream second;
    private DnsHarness harness;

    @BeforeEach
    void open() throws IOException {
        upstream = new TestUpstream();
        second = new TestUpstream();
        harness = new DnsHarness(upstream);
    }

    @AfterEach
    void close() throws IOException {
        harness.close();
        upstream.close();
        second.close();
    }

    private static List<String> data(Message answer) {
        return answer.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
    }

    @Test
    void whatAnUpstreamAnswersIsAnsweredOverUdpAndTcpInTheLettersOfTheClient() throws Exception {
        harness.start();
        Message answer = harness.alice.ask("Www.Example", Type.A);
        assertThat(data(answer)).containsExactly("192.0.2.1");
        assertThat(answer.getQuestion().getName()).hasToString("Www.Example.");
        assertThat(answer.getSection(Section.ANSWER).get(0).getName()).hasToString("Www.Example.");
        assertThat(answer.getHeader().getFlag(Flags.RA)).isTrue();
        assertThat(answer.getHeader().getFlag(Flags.RD)).isTrue();
        assertThat(answer.getOPT()).as("to a client that did not send one").isNull();

        assertThat(data(harness.alice.askOverTcp(TestClient.query("www.example", Type.A, 4096)))).containsExactly("192.0.2.1");
        assertThat(upstream.asked).as("the second time it comes from the cache").hasSize(1);
        assertThat(harness.counter(DnsCounter.ANSWERS_CACHED)).isEqualTo(1);
        assertThat(harness.counter(DnsCounter.QUERIES_TCP)).isEqualTo(1);
    }

    @Test
    void upstreamsAreAskedUnderRandomNumbersAndPortsInRandomCase() throws Exception {
        harness.start();
        for (int i = 0; i < 20; i++) {
            harness.alice.ask("abcdefghijklmnopqrstuvwxyz" + i + ".example", Type.A);
        }
        assertThat(upstream.asked.stream().map(query -> query.getHeader().getID()).distinct().count()).isGreaterThan(15);
        assertThat(upstream.asked.stream().map(query -> query.getQuestion().getName().getLabelString(0).replaceAll("\\d", "")).distinct().count())
                .isGreaterThan(15);
        assertThat(upstream.asked.get(0).getOPT().getPayloadSize()).isEqualTo(1232);
    }

    @Test
    void answersThatDoNotFitTheQuestionAreDroppedAndTheRightOneIsTaken() throws Exception {
        upstream.overUdp(query -> {
            Message otherNumber = answer(query, "203.0.113.1", 60);
            otherNumber.getHeader().setID(query.getHeader().getID() ^ 1);
            Message otherName = answer(TestClient.query("evil.example", Type.A), "203.0.113.2", 60);
            otherName.getHeader().setID(query.getHeader().getID());
            Message otherType = answer(TestClient.query(query.getQuestion().getName().toString(), Type.TXT), "203.0.113.3", 60);
            otherType.getHeader().setID(query.getHeader().getID());
            Message noAnswer = answer(query, "203.0.113.4", 60);
            noAnswer.getHeader().unsetFlag(Flags.QR);
            return List.of(otherNumber.toWire(), otherName.toWire(), otherType.toWire(), noAnswer.toWire(), new byte[] {1},
                    answer(query, "192.0.2.7", 60).toWire());
        });
        harness.start();
        assertThat(data(harness.alice.ask("www.example", Type.A))).containsExactly("192.0.2.7");
        assertThat(harness.counter(DnsCounter.UPSTREAM_UNFIT)).isEqualTo(5);
    }

    @Test
    void anAnswerInOtherLettersIsNotTrustedButFetchedOverTcp() throws Exception {
        upstream.overUdp(query -> List.of(answer(inLowerCase(query), "203.0.113.1", 60).toWire()));
        upstream.overTcp(query -> List.of(answer(query, "192.0.2.7", 60).toWire()));
        harness.start();
        assertThat(data(harness.alice.ask("a-name-with-many-letters-that-are-not-all-lower.example", Type.A))).containsExactly("192.0.2.7");
        assertThat(upstream.askedOverTcp).hasSize(1);
    }

    private static Message inLowerCase(Message query) throws IOException {
        Message lower = TestClient.query(query.getQuestion().getName().toString().toLowerCase(Locale.ROOT), Type.A);
        lower.getHeader().setID(query.getHeader().getID());
        return lower;
    }

    @Test
    void whatIsCutOffIsFetchedOverTcpAndCutOffForClientsThatTakeLess() throws Exception {
        upstream.overUdp(query -> {
            Message cut = reply(query, Rcode.NOERROR);
            cut.getHeader().setFlag(Flags.TC);
            return List.of(cut.toWire());
        });
        upstream.overTcp(query -> List.of(longAnswer(query).toWire()));
        harness.start();

        for (int records : new int[] {8, 40}) {
            String name = records + ".example";
            Message plain = harness.alice.ask(name, Type.TXT);
            assertThat(plain.getHeader().getFlag(Flags.TC)).as("no room in 512 bytes").isTrue();
            assertThat(plain.numBytes()).isLessThanOrEqualTo(512);
            Message large = harness.alice.ask(TestClient.query(name, Type.TXT, 4096));
            assertThat(large.getHeader().getFlag(Flags.TC)).as("more than 1232 bytes").isEqualTo(records == 40);
            assertThat(large.numBytes()).isLessThanOrEqualTo(1232);
            assertThat(large.getOPT().getPayloadSize()).isEqualTo(1232);
            Message small = harness.alice.ask(TestClient.query(name, Type.TXT, 700));
            assertThat(small.getHeader().getFlag(Flags.TC)).as("the client takes 700 bytes").isTrue();
            Message all = harness.alice.askOverTcp(TestClient.query(name, Type.TXT));
            assertThat(all.getHeader().getFlag(Flags.TC)).isFalse();
            assertThat(all.getSection(Section.ANSWER)).hasSize(records);
        }
        assertThat(harness.counter(DnsCounter.ANSWERS_TRUNCATED)).isEqualTo(5);
        assertThat(upstream.askedOverTcp).hasSize(2);
    }

    /** With as many records of some hundred bytes as the name says. */
    private static Message longAnswer(Message query) throws IOException {
        Message large = reply(query, Rcode.NOERROR);
        for (int i = Integer.parseInt(query.getQuestion().getName().getLabelString(0)); i > 0; i--) {
            large.addRecord(record(query.getQuestion().getName(), Type.TXT, 60, "\"" + "x".repeat(90) + i + "\""), Section.ANSWER);
        }
        return large;
    }

    @Test
    void equalQuestionsThatWaitAreAskedOnce() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        upstream.overUdp(query -> {
            await(all);
            return List.of(answer(query, "192.0.2.1", 60).toWire());
        });
        harness.start();
        List<Message> queries = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            queries.add(TestClient.query(i % 2 == 0 ? "www.example" : "WWW.example", Type.A));
            harness.alice.send(queries.get(i).toWire());
        }
        DnsHarness.until(() -> harness.counter(DnsCounter.UPSTREAM_COALESCED) == 9);
        all.countDown();
        for (int i = 0; i < 10; i++) {
            assertThat(data(new Message(harness.alice.receive()))).containsExactly("192.0.2.1");
        }
        assertThat(upstream.asked).hasSize(1);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void anUpstreamThatDoesNotAnswerIsFollowedByTheNextAndComesAfterItFromThenOn() throws Exception {
        upstream.overUdp(query -> List.of());
        harness = restarted(new DnsHarness(upstream, second).with("upstreamTimeoutMillis", 100));
        for (int i = 0; i < 2; i++) {
            assertThat(data(harness.alice.ask("www" + i + ".example", Type.A))).containsExactly("192.0.2.1");
        }
        assertThat(upstream.asked).hasSize(2);
        harness.alice.ask("www3.example", Type.A);
        assertThat(harness.dns.status().upstreams()).extracting(DnsUpstream::address).containsExactly(second.address(), upstream.address());
        assertThat(harness.dns.status().upstreams()).extracting(DnsUpstream::usable).containsExactly(true, false);
        assertThat(harness.dns.status().problem()).isNull();

        upstream.overUdp(query -> List.of(answer(query, "192.0.2.9", 60).toWire()));
        int[] next = {4};
        DnsHarness.until(() -> {
            ask("www" + next[0]++ + ".example");
            return harness.dns.status().upstreams().get(0).address().equals(upstream.address());
        });
        assertThat(data(harness.alice.ask("last.example", Type.A))).as("of the first, which answers again").containsExactly("192.0.2.9");
    }

    private void ask(String name) {
        try {
            harness.alice.ask(name, Type.A);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private DnsHarness restarted(DnsHarness other) throws Exception {
        harness.close();
        return other.start();
    }

    @Test
    void anUpstreamThatIsNotThereIsPassedOverAtOnceAndWithoutAnyTheClientIsTold() throws Exception {
        TestUpstream gone = new TestUpstream();
        gone.close();
        harness = restarted(new DnsHarness(gone, upstream).with("upstreamTimeoutMillis", 5000));
        assertThat(data(harness.alice.ask("www.example", Type.A))).containsExactly("192.0.2.1");

        harness = restarted(new DnsHarness(gone));
        assertThat(harness.alice.ask("www.example", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(harness.dns.status().problem()).contains(gone.address());
        assertThat(harness.counter(DnsCounter.ANSWERS_FAILED)).isEqualTo(1);
    }

    @Test
    void anUpstreamThatCannotHelpIsFollowedByTheNext() throws Exception {
        upstream.overUdp(query -> List.of(reply(query, Rcode.SERVFAIL).toWire()));
        harness = restarted(new DnsHarness(upstream, second));
        assertThat(data(harness.alice.ask("www.example", Type.A))).containsExactly("192.0.2.1");
        assertThat(harness.dns.status().upstreams().get(0).usable()).as("it is not to blame").isTrue();
        second.overUdp(query -> List.of(reply(query, Rcode.REFUSED).toWire()));
        assertThat(harness.alice.ask("other.example", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void anUpstreamThatDoesNotKnowEdnsIsAskedWithout() throws Exception {
        upstream.overUdp(query -> List.of((query.getOPT() != null ? reply(query, Rcode.FORMERR) : answer(query, "192.0.2.1", 60)).toWire()));
        harness.start();
        assertThat(data(harness.alice.ask("www.example", Type.A))).containsExactly("192.0.2.1");
    }

    @Test
    void thatANameDoesNotExistIsKeptForAsLongAsTheZoneSays() throws Exception {
        upstream.overUdp(query -> {
            Message absent = reply(query, Rcode.NXDOMAIN);
            absent.addRecord(record(Name.fromString("example."), Type.SOA, 3600, SOA), Section.AUTHORITY);
            return List.of(absent.toWire());
        });
        harness.start();
        for (int i = 0; i < 2; i++) {
            Message answer = harness.alice.ask("absent.example", Type.A);
            assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThat(answer.getSection(Section.AUTHORITY)).hasSize(1);
        }
        assertThat(upstream.asked).hasSize(1);
        assertThat(harness.dns.status().cachedAnswers()).isEqualTo(1);
        assertThat(harness.dns.flush()).isEqualTo(1);
        DnsHarness.until(() -> harness.dns.status().cachedAnswers() == 0);
        assertThat(harness.dns.status().cachedBytes()).isZero();
    }

    @Test
    void whoAsksTooFastOrTooMuchAtOnceIsRefusedAndOthersAreNot() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        upstream.overUdp(query -> {
            await(all);
            return List.of(answer(query, "192.0.2.1", 60).toWire());
        });
        harness.with("queriesAtATime", 3).with("queriesPerSecond", 10).start();
        for (int i = 0; i < 30; i++) {
            harness.alice.send(TestClient.query("www.example", Type.A).toWire());
        }
        DnsHarness.until(() -> harness.counter(DnsCounter.QUERIES_UDP) == 30);
        try (TestClient bob = new TestClient(DnsHarness.BOB, harness.port)) {
            bob.send(TestClient.query("www.example", Type.A).toWire());
            DnsHarness.until(() -> harness.counter(DnsCounter.QUERIES_UDP) == 31);
            all.countDown();
            assertThat(data(new Message(bob.receive()))).containsExactly("192.0.2.1");
        }
        List<Integer> codes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            codes.add(new Message(harness.alice.receive()).getRcode());
        }
        assertThat(codes.stream().filter(code -> code == Rcode.NOERROR).count()).isEqualTo(3);
        assertThat(codes.stream().filter(code -> code == Rcode.REFUSED).count()).isEqualTo(27);
        assertThat(harness.counter(DnsCounter.REFUSED_AT_A_TIME)).isPositive();
        assertThat(harness.counter(DnsCounter.REFUSED_RATE)).isPositive();
    }

    @Test
    void whoIsNotInTheTunnelsNetworkIsNotAnswered() throws Exception {
        harness.start();
        try (TestClient stranger = new TestClient("127.1.0.2", harness.port)) {
            stranger.send(TestClient.query("www.example", Type.A).toWire());
            DnsHarness.until(() -> harness.counter(DnsCounter.REFUSED_STRANGER) == 1);
            try (Socket connection = stranger.connect()) {
                assertThat(closedByPeer(connection)).isTrue();
            }
        }
        assertThat(harness.counter(DnsCounter.REFUSED_STRANGER)).isEqualTo(2);
        assertThat(upstream.asked).isEmpty();
    }

    private static boolean closedByPeer(Socket connection) throws IOException {
        try {
            return connection.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void whatCannotBeAnsweredIsToldSoAndNonsenseIsNotAnswered() throws Exception {
        harness.start();
        harness.alice.send(new byte[] {1, 2, 3});
        Message answer = TestUpstream.reply(TestClient.query("www.example", Type.A), Rcode.NOERROR);
        harness.alice.send(answer.toWire());
        byte[] cut = TestClient.query("www.example", Type.A).toWire();
        harness.alice.send(Arrays.copyOf(cut, cut.length - 3));
        assertThat(new Message(harness.alice.receive()).getRcode()).as("the third, as the first that is answered").isEqualTo(Rcode.FORMERR);

        Message update = TestClient.query("www.example", Type.A);
        update.getHeader().setOpcode(Opcode.UPDATE);
        assertThat(harness.alice.ask(update).getRcode()).isEqualTo(Rcode.NOTIMP);
        assertThat(harness.alice.ask("example", Type.AXFR).getRcode()).isEqualTo(Rcode.REFUSED);
        Message chaos = Message.newQuery(Record.newRecord(Name.fromString("version.bind."), Type.TXT, DClass.CH));
        assertThat(harness.alice.ask(chaos).getRcode()).isEqualTo(Rcode.REFUSED);
        Message later = TestClient.query("www.example", Type.A);
        later.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        assertThat(harness.alice.ask(later).getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(upstream.asked).isEmpty();
    }

    @Test
    void severalQuestionsOverOneConnectionAreAnsweredAsTheirAnswersCome() throws Exception {
        harness.start();
        try (Socket connection = harness.alice.connect()) {
            for (int i = 0; i < 50; i++) {
                TestClient.sendOver(connection, TestClient.query("www" + i % 7 + ".example", Type.A));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(data(TestClient.receiveOver(connection))).containsExactly("192.0.2.1");
            }
        }
    }

    @Test
    void aClientThatAsksForMuchAndTakesNothingIsNotReadFromAndGetsAllWhenItDoes() throws Exception {
        upstream.overTcp(query -> List.of(longAnswer(query).toWire()));
        upstream.overUdp(query -> {
            Message cut = reply(query, Rcode.NOERROR);
            cut.getHeader().setFlag(Flags.TC);
            return List.of(cut.toWire());
        });
        harness.with("queriesPerSecond", 100_000).start();
        int queries = 600;
        try (Socket connection = harness.alice.connect()) {
            Message query = TestClient.query("600.example", Type.TXT);
            FutureTask<Void> sending = new FutureTask<>(() -> {
                for (int i = 0; i < queries; i++) {
                    TestClient.sendOver(connection, query);
                }
                return null;
            });
            new Thread(sending, "test-sending").start();
            long[] before = {-1};
            DnsHarness.until(() -> {
                boolean still = harness.counter(DnsCounter.QUERIES_TCP) == before[0];
                before[0] = harness.counter(DnsCounter.QUERIES_TCP);
                return still && before[0] > 0;
            });
            assertThat(before[0]).as("queries that were looked at before an answer was taken").isLessThan(queries);
            for (int i = 0; i < queries; i++) {
                assertThat(TestClient.receiveOver(connection).getSection(Section.ANSWER)).hasSize(600);
            }
            sending.get();
        }
    }

    @Test
    void clientsHaveNamesThatThoseSeeWhoMay() throws Exception {
        Client alice = harness.client("alice", DnsHarness.ALICE, false);
        Client bob = harness.client("Bob", DnsHarness.BOB, true);
        harness.registry.open(alice, false);
        harness.registry.open(bob, false);
        harness.start();
        Message own = harness.alice.ask("alice.vpn", Type.A);
        assertThat(data(own)).containsExactly(DnsHarness.ALICE);
        assertThat(own.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(data(harness.alice.ask("2.0.0.127.in-addr.arpa", Type.PTR))).containsExactly("alice.vpn.");
        assertThat(harness.alice.ask("alice.vpn", Type.AAAA).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(harness.alice.ask("bob.vpn", Type.A).getRcode()).as("she may not reach others").isEqualTo(Rcode.NXDOMAIN);
        assertThat(harness.alice.ask("3.0.0.127.in-addr.arpa", Type.PTR).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(harness.alice.ask("nobody.vpn", Type.A).getSection(Section.AUTHORITY)).hasSize(1);
        try (TestClient client = new TestClient(DnsHarness.BOB, harness.port)) {
            assertThat(data(client.ask("ALICE.vpn", Type.A))).containsExactly(DnsHarness.ALICE);
            assertThat(data(client.ask("bob.vpn", Type.A))).containsExactly(DnsHarness.BOB);
        }
        assertThat(upstream.asked).as("none of it").isEmpty();

        harness.dns.stop();
        harness.with("zone", "").start();
        harness.alice.ask("alice.vpn", Type.A);
        assertThat(upstream.asked).hasSize(1);
    }

    @Test
    void anIdThatCannotBeANameIsNone() throws Exception {
        harness.client("dot.", "127.0.0.4", false);
        harness.client("x".repeat(64), "127.0.0.5", false);
        harness.client("with.dot", "127.0.0.6", false);
        harness.with("zoneSeenBy", "all").start();
        assertThat(harness.alice.ask("4.0.0.127.in-addr.arpa", Type.PTR).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(harness.alice.ask("5.0.0.127.in-addr.arpa", Type.PTR).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(data(harness.alice.ask("with.dot.vpn", Type.A))).containsExactly("127.0.0.6");
    }

    @Test
    void theNextVersionGoesOnWithSocketsCacheAndWaitingQueriesAndNothingIsLost() throws Exception {
        harness.start();
        harness.alice.ask("cached.example", Type.A);
        upstream.overUdp(query -> List.of());
        harness.alice.send(TestClient.query("waiting.example", Type.A).toWire());
        DnsHarness.until(() -> upstream.asked.size() == 2);

        harness.dns.stop();
        assertThat(threads()).isZero();
        upstream.overUdp(query -> List.of(answer(query, "192.0.2.2", 60).toWire()));
        harness.alice.send(TestClient.query("meanwhile.example", Type.A).toWire());
        FutureTask<Message> overTcp = new FutureTask<>(() -> harness.alice.askOverTcp(TestClient.query("tcp.example", Type.A)));
        new Thread(overTcp, "test-tcp").start();
        harness.start();

        List<String> answered = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            answered.add(new Message(harness.alice.receive()).getQuestion().getName().toString());
        }
        assertThat(answered).containsExactlyInAnyOrder("waiting.example.", "meanwhile.example.");
        assertThat(data(overTcp.get())).containsExactly("192.0.2.2");
        assertThat(data(harness.alice.ask("cached.example", Type.A))).as("from the cache that was left").containsExactly("192.0.2.1");
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("vpn-dns-")).count();
    }

    @Test
    void anotherPortMeansOtherSocketsAndTheOldOnesAreClosed() throws Exception {
        harness.start();
        int before = harness.port;
        harness.dns.stop();
        int other = DnsHarness.freePort();
        harness.with("port", other).start();
        try (TestClient client = new TestClient(DnsHarness.ALICE, other);
                DatagramSocket free = new DatagramSocket(before, InetAddress.getByName("127.0.0.1"))) {
            assertThat(data(client.ask("www.example", Type.A))).containsExactly("192.0.2.1");
            assertThat(free.isBound()).isTrue();
        }
    }

    @Test
    void aPortThatIsTakenIsSaidAndTakenWhenItIsFree() throws Exception {
        try (DatagramSocket other = new DatagramSocket(harness.port, InetAddress.getByName("127.0.0.1"))) {
            assertThat(other.isBound()).isTrue();
            harness.begin();
            DnsHarness.until(() -> harness.dns.status().problem() != null);
            assertThat(harness.dns.status().problem()).contains("another program has the port", "etc/com.softellect.vpn.dns.cfg");
            assertThat(harness.dns.status().answering()).isFalse();
        }
        DnsHarness.until(() -> harness.dns.status().answering());
        assertThat(data(harness.alice.ask("www.example", Type.A))).containsExactly("192.0.2.1");
    }

    @Test
    void anAddressThatThisMachineDoesNotHaveIsWaitedFor() throws Exception {
        harness.with("listen", "192.0.2.99").begin();
        DnsHarness.until(() -> harness.dns.status().problem() != null);
        assertThat(harness.dns.status().problem()).contains("waits for an adapter with the address 192.0.2.99");
    }

    @Test
    void switchedOffItHasNeitherThreadsNorSockets() throws Exception {
        harness.start();
        harness.dns.stop();
        harness.with("enabled", false).begin();
        assertThat(threads()).isZero();
        assertThat(harness.dns.status().address()).isEmpty();
        try (DatagramSocket free = new DatagramSocket(harness.port, InetAddress.getByName("127.0.0.1"))) {
            assertThat(free.isBound()).isTrue();
        }
    }

    @Test
    void manyQuestionsAtOnceAreAllAnswered() throws Exception {
        harness.with("queriesAtATime", 1000).with("queriesPerSecond", 100_000).start();
        List<FutureTask<Long>> askers = IntStream.range(0, 4).mapToObj(asker -> new FutureTask<>(() -> {
            long answered = 0;
            try (TestClient client = new TestClient("127.0.1." + (asker + 1), harness.port)) {
                for (int i = 0; i < 250; i++) {
                    answered += client.ask("www" + i + ".a" + asker + ".example", Type.A).getSection(Section.ANSWER).size();
                }
            }
            return answered;
        })).toList();
        askers.forEach(asker -> new Thread(asker, "test-asker").start());
        for (FutureTask<Long> asker : askers) {
            assertThat(asker.get()).isEqualTo(250);
        }
        assertThat(harness.dns.status().cachedAnswers()).isEqualTo(1000);
    }
}
