package com.softellect.vpn.translator.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.translator.internal.Tally.Drop;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packets through the translator and back. */
class DoorsTest {

    private static final String GATEWAY = "10.66.77.1";
    private static final String ALICE = "10.66.77.2";
    private static final String SERVER = "198.51.100.9";
    private static final String ROUTER = "198.51.100.1";
    private static final String EXTERNAL = "192.0.2.1";
    private static final int MTU = 1400;
    private static final byte[] HELLO = "hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final MemoryOutside outside = new MemoryOutside();
    private final Timeouts timeouts = new Timeouts(7440, 240, 300, 30, 60);
    private final Flows flows = new Flows(outside, new Limits(new PortRange(20_000, 20_003), 100, 100, 100, timeouts, Filtering.ADDRESS_AND_PORT_DEPENDENT, 0));
    private final List<byte[]> back = new ArrayList<>();
    private final Tally tally = new Tally();
    private final Errors errors = new Errors(tally);
    private final Inside inside = new Inside(Ipv4Network.parse(GATEWAY + "/24"), MTU, back::add);
    private final FromClient fromClient = new FromClient(inside, flows, outside, new Fragments(), errors, tally, new AtomicInteger());
    private final FromNetwork fromNetwork = new FromNetwork(inside, flows, outside, errors, tally);

    private byte[] out(byte[] packet) {
        int before = outside.sent.size();
        assertThat(fromClient.send(packet)).isTrue();
        assertThat(outside.sent).as("sent; back came %s", back.size()).hasSize(before + 1);
        assertThat(Packets.isSound(outside.last())).isTrue();
        return outside.last();
    }

    private byte[] in(byte[] packet) {
        int before = back.size();
        fromNetwork.received(packet.clone());
        assertThat(back).hasSize(before + 1);
        return back.get(before);
    }

    private byte[] refused(byte[] packet) {
        int sent = outside.sent.size();
        int before = back.size();
        assertThat(fromClient.send(packet)).isTrue();
        assertThat(outside.sent).hasSize(sent);
        assertThat(back).hasSize(before + 1);
        assertThat(Packets.isSound(back.get(before))).isTrue();
        return back.get(before);
    }

    private static void assertIcmp(byte[] message, String from, int type, int code) {
        assertThat(Packets.source(message)).isEqualTo(from);
        assertThat(Packets.destination(message)).isEqualTo(ALICE);
        assertThat(message[20]).isEqualTo((byte) type);
        assertThat(message[21]).isEqualTo((byte) code);
    }

    private static byte[] syn(int port) {
        return Packets.tcp(ALICE, port, SERVER, 443, TcpHeader.SYN, new byte[0], (byte) 2, (byte) 4, (byte) 5, (byte) 0xb4);
    }

    @Test
    void aPacketLeavesWithTheGatewaysAddressAndItsAnswerComesToTheClient() {
        for (byte[] packet : List.of(syn(5000), Packets.udp(ALICE, 5000, SERVER, 443, HELLO), Packets.echo(ALICE, SERVER, 5000))) {
            byte[] sent = out(packet.clone());
            assertThat(Packets.source(sent)).isEqualTo(EXTERNAL);
            assertThat(Packets.destination(sent)).isEqualTo(SERVER);
            assertThat(sent[8]).as("time to live").isEqualTo((byte) 63);
            byte[] got = in(Packets.answer(sent));
            assertThat(Packets.isSound(got)).isTrue();
            assertThat(Packets.source(got)).isEqualTo(SERVER);
            assertThat(Packets.destination(got)).isEqualTo(ALICE);
            assertThat(packet[9] == 1 ? Packets.word(got, 24) : Packets.destinationPort(got)).isEqualTo(5000);
            assertThat(got[8]).isEqualTo((byte) 59);
        }
    }

    @Test
    void aStrangersDatagramComesToAClientWhoseFilteringLetsItAndIsAnswered() {
        byte[] sent = out(Packets.udp(ALICE, 5000, SERVER, 443, HELLO));
        byte[] strange = Packets.udp(ROUTER, 9999, EXTERNAL, Packets.sourcePort(sent), HELLO);
        fromNetwork.received(strange.clone());
        assertThat(back).isEmpty();
        flows.configure(new Limits(new PortRange(20_000, 20_003), 100, 100, 100, timeouts, Filtering.ENDPOINT_INDEPENDENT, 0));
        byte[] got = in(strange);
        assertThat(Packets.isSound(got)).isTrue();
        assertThat(Packets.destination(got)).isEqualTo(ALICE);
        assertThat(Packets.destinationPort(got)).isEqualTo(5000);
        byte[] answer = out(Packets.udp(ALICE, 5000, ROUTER, 9999, HELLO));
        assertThat(Packets.sourcePort(answer)).isEqualTo(Packets.sourcePort(sent));
        fromNetwork.received(Packets.tcp(ROUTER, 9999, EXTERNAL, Packets.sourcePort(sent), TcpHeader.SYN, new byte[0]));
        assertThat(back).as("of TCP nobody outside begins").hasSize(1);
    }

    /** The trap: the checksum of nothing but zeros is 0xffff, and that of the difference alone 0. */
    @Test
    void anEchoReplyOfNothingButZerosIsSound() {
        byte[] got = in(Packets.answer(out(Packets.icmp(ALICE, SERVER, 8, 0, 0, new byte[32]))));
        assertThat(Packets.isSound(got)).isTrue();
        assertThat(Packets.word(got, 24)).isZero();
    }

    /** The trap: nothing is left for the payload, and the cutting never ends. */
    @Test
    @Timeout(60)
    void aSuperPacketWhoseHeadersAreLongerThanWhatTheWayCarriesIsCutAllTheSame() {
        outside.mtu = 68;
        out(syn(5000));
        assertThat(fromClient.send(Packets.tcp(ALICE, 5000, SERVER, 443, TcpHeader.ACK, new byte[1500], new byte[40]))).isTrue();
        assertThat(outside.sent).hasSizeGreaterThan(20).allSatisfy(part -> assertThat(part.length).isLessThanOrEqualTo(68));
    }

    @Test
    void answersWithPartialChecksumsAreCompletedAndWrongOnesDropped() {
        byte[] answer = Packets.answer(out(Packets.udp(ALICE, 5000, SERVER, 443, HELLO)));
        assertThat(Packets.isSound(in(Packets.partial(answer)))).isTrue();
        answer[30] ^= 1;
        fromNetwork.received(answer);
        assertThat(tally.dropped(Drop.CHECKSUM)).isEqualTo(1);
    }

    @Test
    void whatNobodyAskedForIsNobodys() {
        byte[] sent = out(Packets.udp(ALICE, 5000, SERVER, 443, HELLO));
        fromNetwork.received(Packets.udp("203.0.113.66", 443, EXTERNAL, Packets.sourcePort(sent), HELLO));
        fromNetwork.received(Packets.tcp(SERVER, 443, EXTERNAL, Packets.sourcePort(sent), TcpHeader.SYN, HELLO));
        assertThat(back).isEmpty();
        assertThat(tally.dropped(Drop.UNSOLICITED)).isEqualTo(2);
    }

    @Test
    void theGatewaysOwnPacketsAreLeftAsTheyAre() {
        for (byte[] packet : List.of(Packets.tcp(ALICE, 5, EXTERNAL, 22, TcpHeader.SYN, HELLO), Packets.tcp(ALICE, 5, EXTERNAL, 22, TcpHeader.ACK, HELLO),
                Packets.udp(ALICE, 5, EXTERNAL, 53, HELLO), Packets.echo(ALICE, EXTERNAL, 5), Packets.icmp(ALICE, EXTERNAL, 3, 3, 0, HELLO),
                Packets.ip(47, ALICE, EXTERNAL, HELLO), Fragments.cut(Packets.udp(ALICE, 5, EXTERNAL, 53, new byte[3000]), 1000).get(1))) {
            byte[] before = packet.clone();
            assertThat(fromClient.send(packet)).isFalse();
            assertThat(packet).isEqualTo(before);
        }
        assertThat(flows.all()).isEmpty();
    }

    @Test
    void loopbackLinkLocalAndReservedAddressesAreNeverReached() {
        for (String never : List.of("127.0.0.1", "169.254.169.254", "0.0.0.1", "240.0.0.1")) {
            assertIcmp(refused(Packets.udp(ALICE, 5, never, 80, HELLO)), GATEWAY, 3, 13);
        }
        assertThat(tally.dropped(Drop.NEVER_CARRIED)).isEqualTo(4);
    }

    @Test
    void aPortThatStandsForAClientIsNoWayToIt() {
        byte[] sent = out(Packets.udp(ALICE, 5000, SERVER, 443, HELLO));
        assertIcmp(refused(Packets.udp(ALICE, 6000, EXTERNAL, Packets.sourcePort(sent), HELLO)), GATEWAY, 3, 13);
        assertThat(tally.dropped(Drop.HAIRPIN)).isEqualTo(1);
    }

    @Test
    void whenPortsAreUsedUpTheClientIsTold() {
        for (int i = 0; i < 4; i++) {
            out(syn(5000 + i));
        }
        byte[] packet = syn(6000);
        byte[] message = refused(packet.clone());
        assertIcmp(message, GATEWAY, 3, 13);
        assertThat(Packets.quoted(message)).isEqualTo(packet);
        assertThat(tally.dropped(Drop.PORTS)).isEqualTo(1);
    }

    @Test
    void aTimeToLiveThatEndsHereIsAnsweredSoThatTracerouteSeesTheGateway() {
        byte[] packet = Packets.ttl(Packets.udp(ALICE, 5, SERVER, 33_434, HELLO), 1);
        byte[] message = refused(packet.clone());
        assertIcmp(message, GATEWAY, 11, 0);
        assertThat(Packets.quoted(message)).isEqualTo(packet);
    }

    @Test
    void whatARouterOnTheWaySaysReachesTheClientInItsOwnTerms() {
        for (byte[] packet : List.of(syn(5000), Packets.udp(ALICE, 5000, SERVER, 443, HELLO), Packets.echo(ALICE, SERVER, 5000))) {
            byte[] sent = out(packet.clone());
            byte[] got = in(Packets.icmp(ROUTER, EXTERNAL, 11, 0, 0, sent));
            assertThat(Packets.isSound(got)).isTrue();
            assertIcmp(got, ROUTER, 11, 0);
            byte[] quoted = Packets.quoted(got);
            assertThat(Packets.source(quoted)).isEqualTo(ALICE);
            assertThat(Packets.isSound(quoted)).as("inner checksums").isTrue();
            assertThat(Packets.word(quoted, packet[9] == 1 ? 24 : 20)).isEqualTo(5000);
        }
    }

    @Test
    void fragmentationNeededComesWithItsMtuAlsoIfOnlyEightBytesAreQuoted() {
        byte[] sent = out(syn(5000));
        byte[] got = in(Packets.icmp(ROUTER, EXTERNAL, 3, 4, 1280, Arrays.copyOf(sent, 28)));
        assertIcmp(got, ROUTER, 3, 4);
        assertThat(Packets.word(got, 26)).isEqualTo(1280);
        assertThat(Packets.sourcePort(Packets.quoted(got))).isEqualTo(5000);
    }

    @Test
    void messagesAboutNoFlowOfAClientsAreIgnored() {
        byte[] foreign = Packets.tcp(EXTERNAL, 50_000, SERVER, 443, TcpHeader.SYN, HELLO);
        fromNetwork.received(Packets.icmp(ROUTER, EXTERNAL, 3, 1, 0, foreign));
        fromNetwork.received(Packets.icmp(ROUTER, EXTERNAL, 3, 1, 0, new byte[3]));
        assertThat(back).isEmpty();
    }

    @Test
    void whatTheClientSaysAboutAPacketReachesTheOtherEndInItsTerms() {
        byte[] answer = Packets.answer(out(Packets.udp(ALICE, 5000, SERVER, 443, HELLO)));
        byte[] got = in(answer);
        byte[] sent = out(Packets.icmp(ALICE, SERVER, 3, 3, 0, got));
        assertThat(Packets.source(sent)).isEqualTo(EXTERNAL);
        byte[] quoted = Packets.quoted(sent);
        assertThat(Packets.destination(quoted)).isEqualTo(EXTERNAL);
        assertThat(Packets.destinationPort(quoted)).isEqualTo(Packets.destinationPort(answer));
        assertThat(Packets.isSound(quoted)).isTrue();
    }

    @Test
    void theSegmentSizeOfBothEndsIsLoweredToWhatTheTunnelCarries() {
        byte[] sent = out(syn(5000));
        assertThat(Packets.word(sent, 42)).isEqualTo(MTU - 40);
        byte[] answer = Packets.answer(Packets.tcp(EXTERNAL, Packets.sourcePort(sent), SERVER, 443, TcpHeader.SYN | TcpHeader.ACK, new byte[0],
                (byte) 2, (byte) 4, (byte) 5, (byte) 0xb4));
        assertThat(Packets.word(in(answer), 42)).isEqualTo(MTU - 40);
    }

    @Test
    void aSuperPacketLeavesInPacketsUpToTheMtu() {
        out(syn(5000));
        outside.sent.clear();
        byte[] whole = Packets.tcp(ALICE, 5000, SERVER, 443, TcpHeader.ACK, payload(20_000));
        assertThat(fromClient.send(whole)).isTrue();
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        for (byte[] part : outside.sent) {
            assertThat(part.length).isLessThanOrEqualTo(MTU);
            assertThat(Packets.isSound(part)).isTrue();
            assertThat(Packets.source(part)).isEqualTo(EXTERNAL);
            got.write(part, 40, part.length - 40);
        }
        assertThat(got.toByteArray()).isEqualTo(payload(20_000));
    }

    @Test
    void tcpThatTheSystemJoinedComesAsASuperPacketAndOtherPacketsInFragments() throws Exception {
        byte[] sent = out(syn(5000));
        byte[] joined = Packets.tcp(SERVER, 443, EXTERNAL, Packets.sourcePort(sent), TcpHeader.ACK, payload(20_000));
        byte[] got = in(Packets.partial(joined));
        assertThat(got).hasSize(joined.length);
        assertThat(Packets.word(got, 36)).as("the pseudo header's sum").isEqualTo(Packets.word(Packets.partial(got), 36));

        sent = out(Packets.udp(ALICE, 5000, SERVER, 443, HELLO));
        back.clear();
        fromNetwork.received(Packets.udp(SERVER, 443, EXTERNAL, Packets.sourcePort(sent), payload(4000)));
        Fragments fragments = new Fragments();
        byte[] whole = null;
        for (byte[] part : back) {
            assertThat(part.length).isLessThanOrEqualTo(MTU);
            whole = fragments.add(part, 0);
        }
        assertThat(Packets.isSound(whole)).isTrue();
        assertThat(Arrays.copyOfRange(whole, 28, whole.length)).isEqualTo(payload(4000));
    }

    private static byte[] payload(int length) {
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++) {
            payload[i] = (byte) (i * 31 ^ i >> 8);
        }
        return payload;
    }

    @Test
    void aFragmentedPacketOfAClientLeavesWholeOrInFragmentsOfTheLinks() throws Exception {
        byte[] packet = Packets.udp(ALICE, 5000, SERVER, 443, payload(4000));
        List<byte[]> parts = Fragments.cut(packet, MTU);
        outside.mtu = 1000;
        for (byte[] part : parts) {
            assertThat(fromClient.send(part)).isTrue();
        }
        Fragments fragments = new Fragments();
        byte[] whole = null;
        for (byte[] part : outside.sent) {
            assertThat(part.length).isLessThanOrEqualTo(1000);
            whole = fragments.add(part, 0);
        }
        assertThat(Packets.isSound(whole)).isTrue();
        assertThat(Packets.source(whole)).isEqualTo(EXTERNAL);
        assertThat(Arrays.copyOfRange(whole, 28, whole.length)).isEqualTo(payload(4000));
    }

    @Test
    void tcpThatCameInFragmentsAndIsBrokenIsDropped() {
        out(syn(5000));
        outside.sent.clear();
        byte[] packet = Packets.tcp(ALICE, 5000, SERVER, 443, TcpHeader.ACK, payload(3000));
        packet[32] = 0x10;
        Fragments.cut(packet, MTU).forEach(fromClient::send);
        assertThat(outside.sent).isEmpty();
        assertThat(tally.dropped(Drop.MALFORMED)).isEqualTo(1);
    }

    @Test
    void whatIsLongerThanTheNextLinkAndMayNotBeCutIsAnsweredWithItsMtu() {
        out(Packets.udp(ALICE, 5000, SERVER, 443, HELLO));
        outside.mtu = 1000;
        byte[] packet = Packets.dontFragment(Packets.udp(ALICE, 5000, SERVER, 443, payload(1200)));
        byte[] message = refused(packet.clone());
        assertIcmp(message, GATEWAY, 3, 4);
        assertThat(Packets.word(message, 26)).isEqualTo(1000);
        assertThat(Packets.sourcePort(Packets.quoted(message))).isEqualTo(5000);
    }

    @Test
    void aDatagramThatIsTooLongForTheTunnelIsAnsweredToItsSenderIfItMayNotBeCut() {
        byte[] sent = out(Packets.udp(ALICE, 5000, SERVER, 443, HELLO));
        fromNetwork.received(Packets.dontFragment(Packets.udp(SERVER, 443, EXTERNAL, Packets.sourcePort(sent), payload(1450))));
        byte[] message = outside.last();
        assertThat(Packets.source(message)).isEqualTo(EXTERNAL);
        assertThat(Packets.destination(message)).isEqualTo(SERVER);
        assertThat(message[21]).isEqualTo((byte) 4);
        assertThat(Packets.word(message, 26)).isEqualTo(MTU);
        assertThat(back).isEmpty();
    }

    @Test
    void aConnectionThatNobodyKnowsIsResetAtOnce() {
        byte[] segment = Packets.tcp(ALICE, 5000, SERVER, 443, TcpHeader.ACK, HELLO);
        byte[] reset = refused(segment);
        assertThat(Packets.source(reset)).isEqualTo(SERVER);
        assertThat(Packets.destinationPort(reset)).isEqualTo(5000);
        assertThat(reset[33]).isEqualTo((byte) TcpHeader.RST);
        assertThat(Packets.word(reset, 26)).as("its sequence number is what was acknowledged").isEqualTo(2000);
        fromClient.send(Packets.tcp(ALICE, 5000, SERVER, 443, TcpHeader.RST, new byte[0]));
        assertThat(back).as("a reset is not answered").hasSize(1);
    }

    @Test
    void otherProtocolsAreAnsweredAndErrorsAreNot() {
        assertIcmp(refused(Packets.ip(47, ALICE, SERVER, HELLO)), GATEWAY, 3, 2);
        fromClient.send(Packets.icmp(ALICE, SERVER, 3, 3, 0, HELLO));
        assertThat(back).hasSize(1);
    }

    @Test
    void thereIsAMostOfMessagesASecond() {
        for (int i = 0; i < 2000; i++) {
            fromClient.send(Packets.ip(47, ALICE, SERVER, HELLO));
        }
        assertThat(back).as("to one").hasSize(50);
        for (int i = 3; i < 30; i++) {
            for (int j = 0; j < 50; j++) {
                fromClient.send(Packets.ip(47, "10.66.77." + i, SERVER, HELLO));
            }
        }
        assertThat(back).as("to all").hasSize(500);
        errors.tick();
        refused(Packets.ip(47, ALICE, SERVER, HELLO));
    }

    @Test
    void nothingThatComesIsBrokenEnoughToThrow() {
        java.util.Random random = new java.util.Random(7);
        byte[] sent = out(syn(5000));
        for (int i = 0; i < 20_000; i++) {
            byte[] packet = random.nextBoolean() ? Packets.answer(sent) : Packets.icmp(ROUTER, EXTERNAL, 3, 1, 0, sent);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                packet[random.nextInt(packet.length)] = (byte) random.nextInt();
            }
            fromNetwork.received(Arrays.copyOf(packet, random.nextInt(10) == 0 ? random.nextInt(packet.length + 1) : packet.length));
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] packet = random.nextBoolean() ? syn(5000) : Packets.icmp(ALICE, SERVER, 3, 1, 0, Packets.answer(sent));
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                packet[20 + random.nextInt(packet.length - 20)] = (byte) random.nextInt();
            }
            byte[] cut = Arrays.copyOf(packet, random.nextInt(10) == 0 ? 20 + random.nextInt(packet.length - 20) : packet.length);
            Packets.put(cut, 2, cut.length);
            fromClient.send(cut);
        }
    }
}
