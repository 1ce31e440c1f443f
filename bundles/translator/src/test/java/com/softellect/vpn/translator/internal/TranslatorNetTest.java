package com.softellect.vpn.translator.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The translator with a real kernel between it and another host. The clients are made up: their packets are written here. */
@Timeout(120)
@EnabledIfSystemProperty(named = "interop.private.namespace", matches = "true")
class TranslatorNetTest {

    private static final String ALICE = "10.66.77.2";
    private static final Ipv4Network NETWORK = Ipv4Network.parse("10.66.77.1/24");
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> SERVERS = Stream.iterate(2, n -> n + 1).limit(8).map(n -> "192.0.2." + n).toList();
    private static final String SERVER = SERVERS.get(0);
    private static final int FLOWS = 30_000;
    /** How many first packets are on their way at a time: what a listening socket's queue holds easily. */
    private static final int WINDOW = 500;

    private static OtherHost host;

    private final LinkedBlockingQueue<byte[]> back = new LinkedBlockingQueue<>();
    private final Tally tally = new Tally();
    private Translator translator;

    @BeforeAll
    static void makeHost() throws Exception {
        host = new OtherHost(SERVERS);
    }

    @AfterAll
    static void removeHost() throws Exception {
        host.close();
    }

    private static Limits limits() {
        return new Limits(new PortRange(16_384, 24_575), DescriptorLimit.share() / 2, 65_536, 65_536, new Timeouts(7440, 240, 300, 30, 60), Filtering.ADDRESS_AND_PORT_DEPENDENT, 0);
    }

    @BeforeEach
    void start() throws Exception {
        Sockets sockets = Sockets.open(limits().ports());
        LinuxOutside outside = new LinuxOutside(sockets);
        translator = new Translator(sockets, outside, new Flows(outside, limits()), tally);
        translator.open(NETWORK, 1400, back::add);
    }

    @AfterEach
    void end() {
        translator.close();
        translator.end();
    }

    private byte[] exchange(byte[] packet) throws InterruptedException {
        assertThat(translator.send(packet)).isTrue();
        return next();
    }

    private byte[] next() throws InterruptedException {
        byte[] got = back.poll(20, TimeUnit.SECONDS);
        assertThat(got).as("an answer; counted: %s", tally.counters()).isNotNull();
        assertThat(Packets.isSound(got)).isTrue();
        assertThat(Packets.destination(got)).isEqualTo(ALICE);
        return got;
    }

    @Test
    void anEchoAndADatagramAreAnswered() throws Exception {
        byte[] echo = exchange(Packets.echo(ALICE, SERVER, 4711));
        assertThat(echo[20]).isZero();
        assertThat(Packets.word(echo, 24)).isEqualTo(4711);
        byte[] datagram = exchange(Packets.udp(ALICE, 5000, SERVER, OtherHost.PORT, HELLO));
        assertThat(Packets.sourcePort(datagram)).isEqualTo(OtherHost.PORT);
        assertThat(Packets.destinationPort(datagram)).isEqualTo(5000);
    }

    @Test
    void aLongDatagramGoesAndComesInFragments() throws Exception {
        byte[] payload = new byte[5000];
        new java.util.Random(5).nextBytes(payload);
        for (byte[] part : Fragments.cut(Packets.udp(ALICE, 5000, SERVER, OtherHost.PORT, payload), 1400)) {
            translator.send(part);
        }
        Fragments fragments = new Fragments();
        byte[] whole = null;
        while (whole == null) {
            whole = fragments.add(back.poll(20, TimeUnit.SECONDS), 0);
        }
        assertThat(Packets.isSound(whole)).isTrue();
        assertThat(java.util.Arrays.copyOfRange(whole, 28, whole.length)).isEqualTo(payload);
    }

    /** The kernel must neither reset nor refuse what comes for a port of ours. */
    @Test
    void aTcpConnectionIsMadeAndCarriesBytes() throws Exception {
        byte[] answer = exchange(Packets.tcp(ALICE, 5000, SERVER, OtherHost.PORT, TcpHeader.SYN, new byte[0]));
        assertThat(answer[33]).isEqualTo((byte) (TcpHeader.SYN | TcpHeader.ACK));
        translator.send(segment(5000, answer, TcpHeader.ACK, HELLO));
        byte[] echoed = next();
        while (echoed.length == 40) {
            echoed = next(); // an acknowledgement
        }
        assertThat(new String(echoed, 40, echoed.length - 40, StandardCharsets.US_ASCII)).isEqualTo("hello");
        assertThat(translator.flows().all()).allMatch(Flow::isEstablished);
    }

    /** The next one of a connection of which the other end has said this. */
    private static byte[] segment(int port, byte[] answer, int flags, byte[] payload) {
        byte[] segment = Packets.tcp(ALICE, port, Packets.source(answer), OtherHost.PORT, flags, payload);
        System.arraycopy(answer, 28, segment, 24, 4); // the sequence number that is wanted
        ByteBuffer.wrap(segment).putInt(28, ByteBuffer.wrap(answer).getInt(24) + 1);
        return Packets.finish(segment);
    }

    @Test
    void aPortThatNobodyListensOnIsRefusedByTheOtherHost() throws Exception {
        byte[] message = exchange(Packets.udp(ALICE, 5000, SERVER, 9, HELLO));
        assertThat(message[20]).isEqualTo((byte) 3);
        assertThat(message[21]).isEqualTo((byte) 3);
        assertThat(Packets.sourcePort(Packets.quoted(message))).isEqualTo(5000);
        byte[] reset = exchange(Packets.tcp(ALICE, 5000, SERVER, 9, TcpHeader.SYN, new byte[0]));
        assertThat(reset[33] & TcpHeader.RST).isNotZero();
    }

    @Test
    void theGatewayItselfIsLeftToTheSystem() {
        assertThat(translator.send(Packets.udp(ALICE, 5000, OtherHost.OWN, 53, HELLO))).isFalse();
    }

    @Test
    void whatTheLinkDoesNotCarryIsAnsweredWithItsMtu() throws Exception {
        OtherHost.run("ip link set out0 mtu 1300");
        try {
            byte[] message = exchange(Packets.dontFragment(Packets.udp(ALICE, 5000, SERVER, OtherHost.PORT, new byte[1310])));
            assertThat(message[21]).isEqualTo((byte) 4);
            assertThat(Packets.word(message, 26)).isEqualTo(1300);
        } finally {
            OtherHost.run("ip link set out0 mtu 1500");
        }
    }

    @Test
    void flowsGoOnWithTheNextVersionAndWhatCameMeanwhileIsNotLost() throws Exception {
        byte[] answer = exchange(Packets.tcp(ALICE, 5000, SERVER, OtherHost.PORT, TcpHeader.SYN, new byte[0]));
        translator.send(segment(5000, answer, TcpHeader.ACK, HELLO));
        translator.close();
        HandoverState left = LeftTranslator.state(translator.sockets(), translator.flows());
        translator.leave();

        Sockets sockets = LeftTranslator.sockets(left);
        LinuxOutside outside = new LinuxOutside(sockets);
        Flows flows = new Flows(outside, limits());
        LeftTranslator.restore(left, flows);
        translator = new Translator(sockets, outside, flows, tally);
        translator.configure(limits());
        translator.open(NETWORK, 1400, back::add);
        byte[] echoed = next();
        while (echoed.length == 40) {
            echoed = next();
        }
        assertThat(new String(echoed, 40, echoed.length - 40, StandardCharsets.US_ASCII)).isEqualTo("hello");
    }

    @Test
    void whatNobodyTakesIsClosed() throws Exception {
        translator.send(Packets.udp(ALICE, 5000, SERVER, OtherHost.PORT, HELLO));
        translator.send(Packets.tcp(ALICE, 5000, SERVER, OtherHost.PORT, TcpHeader.SYN, new byte[0]));
        translator.close();
        int open = descriptors();
        HandoverState left = LeftTranslator.state(translator.sockets(), translator.flows());
        translator.leave();
        assertThat(descriptors()).isEqualTo(open);
        left.dispose();
        assertThat(descriptors()).isEqualTo(open - 7);
        start();
    }

    @Test
    void thirtyThousandFlowsAreCarriedAndNothingOfThemIsLeft() throws Exception {
        assertThat(isFree(16_000)).as("whose descriptors of its own the JVM opens once").isTrue();
        int before = descriptors();
        List<byte[]> firsts = new ArrayList<>(FLOWS);
        for (int i = 0; i < FLOWS / 2; i++) {
            String server = SERVERS.get(i % SERVERS.size());
            int port = 1024 + i / SERVERS.size() * 3 + i % 3;
            firsts.add(Packets.udp(ALICE, port, server, OtherHost.PORT, HELLO));
            firsts.add(Packets.tcp(ALICE, port, server, OtherHost.PORT, TcpHeader.SYN, new byte[0]));
        }
        Set<String> answered = new HashSet<>();
        for (int i = 0; i < FLOWS; i += WINDOW) {
            for (byte[] first : firsts.subList(i, i + WINDOW)) {
                translator.send(first);
            }
            while (answered.size() < i + WINDOW) {
                byte[] answer = next();
                if (answer[9] == 6) {
                    assertThat(answer[33]).isEqualTo((byte) (TcpHeader.SYN | TcpHeader.ACK));
                    translator.send(segment(Packets.destinationPort(answer), answer, TcpHeader.RST, new byte[0]));
                }
                answered.add(answer[9] + " " + Packets.source(answer) + " " + Packets.destinationPort(answer));
            }
        }
        assertThat(translator.flows().all()).hasSize(FLOWS);
        assertThat(tally.dropped(Tally.Drop.PORTS)).isZero();
        Set<Integer> ports = new HashSet<>();
        translator.flows().leases().stream().filter(lease -> lease.transport() == Transport.TCP).forEach(lease -> ports.add(lease.port()));
        assertThat(isFree(ports.iterator().next())).isFalse();

        translator.tick(10_000); // long after the last packet
        assertThat(translator.flows().all()).isEmpty();
        assertThat(translator.flows().leases()).isEmpty();
        assertThat(descriptors()).isEqualTo(before);
        assertThat(ports).allMatch(TranslatorNetTest::isFree);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(OtherHost.OWN), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return (int) all.count();
        }
    }
}
