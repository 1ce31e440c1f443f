package com.softellect.vpn.translator.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.translator.internal.Opening.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlowsTest {

    private static final Timeouts TIMEOUTS = new Timeouts(7440, 240, 300, 30, 60);
    private static final int ALICE = Packets.address("10.66.77.2");
    private static final int BOB = Packets.address("10.66.77.3");

    private final MemoryOutside outside = new MemoryOutside();
    private final Flows flows = new Flows(outside, limits(10, 1000, 1000));

    private static Limits limits(int ports, int flows, int clientFlows) {
        return new Limits(new PortRange(20_000, 20_000 + ports - 1), 100, flows, clientFlows, TIMEOUTS, Filtering.ADDRESS_AND_PORT_DEPENDENT, 0);
    }

    private static int host(int number) {
        return Packets.address("203.0.113.0") + number;
    }

    private Opening udp(int client, int port, int remote) {
        return flows.open(Transport.UDP, client, port, remote, 5000);
    }

    private Flow open(Transport transport, int client, int port, int remote, int remotePort) {
        return flows.open(transport, client, port, remote, remotePort).flow();
    }

    @Test
    void aPortOfAClientIsTheSamePortToAllOthers() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            ports.add(udp(ALICE, 777, host(i)).flow().lease().port());
        }
        assertThat(ports).hasSize(1);
        assertThat(outside.held).hasSize(1);
    }

    @Test
    void flowsAreFoundFromBothSides() {
        Flow flow = udp(ALICE, 777, host(1)).flow();
        assertThat(flows.find(Transport.UDP, ALICE, 777, host(1), 5000)).isSameAs(flow);
        assertThat(flows.findOutside(Transport.UDP, MemoryOutside.ADDRESS, flow.lease().port(), host(1), 5000)).isSameAs(flow);
        assertThat(flows.findOutside(Transport.UDP, MemoryOutside.ADDRESS, flow.lease().port(), host(2), 5000)).as("a stranger").isNull();
        assertThat(flows.findOutside(Transport.TCP, MemoryOutside.ADDRESS, flow.lease().port(), host(1), 5000)).isNull();
        assertThat(udp(ALICE, 777, host(1)).flow()).as("opened twice").isSameAs(flow);
    }

    @Test
    void whenPortsAreUsedUpFlowsToOtherEndsShareThemAndThenAreRefused() {
        for (int i = 0; i < 10; i++) {
            udp(ALICE, 100 + i, host(1));
        }
        assertThat(outside.held).hasSize(10);
        assertThat(udp(ALICE, 500, host(1)).refused()).isEqualTo(Refusal.PORTS);
        Flow shared = udp(BOB, 500, host(2)).flow();
        assertThat(shared).isNotNull();
        assertThat(outside.held).hasSize(10);
        assertThat(flows.shared()).isEqualTo(1);
        assertThat(flows.findOutside(Transport.UDP, MemoryOutside.ADDRESS, shared.lease().port(), host(2), 5000)).isSameAs(shared);
    }

    @Test
    void theSamePortsAreThereForTcpAndForEchoes() {
        for (int i = 0; i < 10; i++) {
            assertThat(udp(ALICE, 100 + i, host(1)).flow()).isNotNull();
            assertThat(open(Transport.TCP, ALICE, 100 + i, host(1), 80)).isNotNull();
        }
        for (int i = 0; i < 500; i++) {
            assertThat(open(Transport.ICMP, ALICE, i, host(1), 0)).isNotNull();
        }
        assertThat(outside.held).as("echoes take none").hasSize(20);
    }

    private void filter(Filtering filtering, int clientFlows) {
        flows.configure(new Limits(new PortRange(20_000, 20_009), 100, 1000, clientFlows, TIMEOUTS, filtering, 0));
    }

    @Test
    void whoMaySendToAClientsPortIsSaidByTheFiltering() {
        Flow flow = udp(ALICE, 777, host(1)).flow();
        int port = flow.lease().port();
        assertThat(flows.openFromOutside(MemoryOutside.ADDRESS, port, host(1), 6000)).isNull();
        filter(Filtering.ADDRESS_DEPENDENT, 1000);
        assertThat(flows.openFromOutside(MemoryOutside.ADDRESS, port, host(2), 6000)).isNull();
        Flow other = flows.openFromOutside(MemoryOutside.ADDRESS, port, host(1), 6000);
        assertThat(other.client()).isEqualTo(ALICE);
        assertThat(other.clientPort()).isEqualTo(777);
        filter(Filtering.ENDPOINT_INDEPENDENT, 1000);
        assertThat(flows.openFromOutside(MemoryOutside.ADDRESS, port, host(2), 6000).clientPort()).isEqualTo(777);
        assertThat(flows.openFromOutside(MemoryOutside.ADDRESS, port + 1, host(2), 6000)).as("a port that nobody has").isNull();
        assertThat(udp(ALICE, 777, host(3)).flow().lease()).as("its port stays the same").isSameAs(flow.lease());
        flows.tick(301);
        assertThat(flows.all()).isEmpty();
        assertThat(outside.held).isEmpty();
        assertThat(flows.openFromOutside(MemoryOutside.ADDRESS, port, host(2), 6000)).isNull();
    }

    @Test
    void hostsThatTheClientSendsToNoMoreMayNotSendEither() {
        filter(Filtering.ADDRESS_DEPENDENT, 1000);
        Flow first = udp(ALICE, 777, host(1)).flow();
        flows.tick(200);
        udp(ALICE, 777, host(2));
        flows.tick(301);
        assertThat(flows.openFromOutside(MemoryOutside.ADDRESS, first.lease().port(), host(1), 6000)).isNull();
        assertThat(flows.openFromOutside(MemoryOutside.ADDRESS, first.lease().port(), host(2), 6000)).isNotNull();
    }

    /** The trap: somebody outside takes all the flows that a client may have. */
    @Test
    void thoseOutsideGetHalfOfAClientsFlows() {
        filter(Filtering.ENDPOINT_INDEPENDENT, 10);
        int port = udp(ALICE, 777, host(1)).flow().lease().port();
        for (int i = 0; i < 100; i++) {
            flows.openFromOutside(MemoryOutside.ADDRESS, port, host(50), 1000 + i);
        }
        assertThat(flows.all()).hasSize(5);
        assertThat(udp(ALICE, 778, host(1)).flow()).isNotNull();
    }

    @Test
    void aPortThatSeveralShareIsNobodysForStrangers() {
        filter(Filtering.ENDPOINT_INDEPENDENT, 1000);
        outside.most = 1;
        int port = udp(ALICE, 1, host(1)).flow().lease().port();
        Flow shared = udp(BOB, 2, host(2)).flow();
        assertThat(shared.lease().port()).isEqualTo(port);
        assertThat(flows.openFromOutside(MemoryOutside.ADDRESS, port, host(3), 6000)).isNull();
    }

    /** The trap: what is still on its way for a flow that has ended comes to the next one. */
    @Test
    void aPortThatWasGivenBackIsAnothersOnlyWhenNoOtherIsLeftOrSomeTimeHasPassed() {
        int port = udp(ALICE, 777, host(1)).flow().lease().port();
        flows.tick(301);
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 9; i++) {
            ports.add(udp(BOB, 100 + i, host(1)).flow().lease().port());
        }
        assertThat(ports).hasSize(9).doesNotContain(port);
        assertThat(udp(BOB, 200, host(1)).flow().lease().port()).isEqualTo(port);
    }

    @Test
    void aPortThatSomebodyElseHasIsLeftToHim() {
        outside.foreignPorts.addAll(List.of(20_000, 20_001, 20_002, 20_003, 20_004));
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            ports.add(udp(ALICE, 100 + i, host(1)).flow().lease().port());
        }
        assertThat(ports).containsExactlyInAnyOrder(20_005, 20_006, 20_007, 20_008, 20_009);
        assertThat(udp(ALICE, 900, host(1)).refused()).isEqualTo(Refusal.PORTS);
        outside.foreignPorts.clear();
        flows.tick(16);
        assertThat(udp(ALICE, 900, host(1)).flow()).isNotNull();
    }

    @Test
    void aSystemWithoutDescriptorsMeansSharing() {
        outside.most = 1;
        udp(ALICE, 1, host(1));
        assertThat(udp(ALICE, 2, host(2)).flow()).isNotNull();
        assertThat(udp(ALICE, 2, host(1)).refused()).isEqualTo(Refusal.PORTS);
    }

    @Test
    void oneClientCanNotTakeAll() {
        flows.configure(limits(10, 1000, 5));
        for (int i = 0; i < 5; i++) {
            udp(ALICE, i, host(1));
        }
        assertThat(udp(ALICE, 6, host(1)).refused()).isEqualTo(Refusal.CLIENT_LIMIT);
        assertThat(udp(BOB, 6, host(1)).flow()).isNotNull();
        flows.tick(400);
        assertThat(udp(ALICE, 6, host(1)).flow()).as("when the others have ended").isNotNull();
    }

    @Test
    void thereIsAMostOfAll() {
        flows.configure(limits(10, 3, 1000));
        for (int i = 0; i < 3; i++) {
            udp(ALICE + i, i, host(1));
        }
        assertThat(udp(BOB, 6, host(1)).refused()).isEqualTo(Refusal.FLOW_LIMIT);
    }

    @Test
    void theGatewayItselfAndWhatHasNoRouteGetNone() {
        outside.unreachable.add(host(9));
        assertThat(udp(ALICE, 1, host(9)).refused()).isEqualTo(Refusal.NO_ROUTE);
        assertThat(udp(ALICE, 1, MemoryOutside.ADDRESS).refused()).isEqualTo(Refusal.GATEWAY);
        int port = udp(ALICE, 1, host(1)).flow().lease().port();
        assertThat(flows.open(Transport.UDP, BOB, 1, MemoryOutside.ADDRESS, port).refused()).isEqualTo(Refusal.HAIRPIN);
    }

    @Test
    void eachKindLivesAsLongAsItsTimeout() {
        Flow udp = open(Transport.UDP, ALICE, 1, host(1), 443);
        Flow dns = open(Transport.UDP, ALICE, 1, host(1), 53);
        Flow echo = open(Transport.ICMP, ALICE, 1, host(1), 0);
        Flow opening = open(Transport.TCP, ALICE, 1, host(1), 80);
        Flow established = open(Transport.TCP, ALICE, 2, host(1), 80);
        established.segment(true, TcpHeader.SYN);
        established.segment(false, TcpHeader.SYN | TcpHeader.ACK);
        assertEnds(dns, 30);
        assertEnds(echo, 60);
        assertEnds(opening, 240);
        assertEnds(udp, 300);
        assertEnds(established, 7440);
        assertThat(flows.all()).isEmpty();
        assertThat(outside.held).isEmpty();
    }

    private void assertEnds(Flow flow, int second) {
        flows.tick(second - 1);
        assertThat(flows.all()).contains(flow);
        flows.tick(second);
        assertThat(flows.all()).doesNotContain(flow);
    }

    @Test
    void aPacketKeepsAFlowAlive() {
        Flow flow = udp(ALICE, 1, host(1)).flow();
        flows.tick(299);
        flow.seen(flows.now());
        flows.tick(598);
        assertThat(flows.all()).containsExactly(flow);
        flows.tick(599);
        assertThat(flows.all()).isEmpty();
    }

    /** The trap: whoever is looked at in an hour is not looked at when it ends in four minutes. */
    @Test
    void aConnectionThatCloses_IsForgottenSoonAlsoIfItWasToLiveForHours() {
        Flow flow = open(Transport.TCP, ALICE, 1, host(1), 80);
        flow.segment(true, TcpHeader.SYN);
        flow.segment(false, TcpHeader.SYN | TcpHeader.ACK);
        flows.tick(100);
        flow.seen(100);
        assertThat(flow.segment(false, TcpHeader.RST)).isTrue();
        flows.shortened(flow);
        flows.tick(339);
        assertThat(flows.all()).hasSize(1);
        flows.tick(340);
        assertThat(flows.all()).isEmpty();
    }

    @Test
    void shorterTimeoutsHoldForFlowsThatAreThere() {
        udp(ALICE, 1, host(1));
        flows.configure(new Limits(new PortRange(20_000, 20_009), 100, 1000, 1000, new Timeouts(7440, 240, 20, 30, 60), Filtering.ADDRESS_AND_PORT_DEPENDENT, 0));
        flows.tick(20);
        assertThat(flows.all()).isEmpty();
    }

    @Test
    void otherPortsHoldForNewFlowsAndThoseThatAreThereGoOn() {
        Flow before = udp(ALICE, 1, host(1)).flow();
        flows.configure(new Limits(new PortRange(40_000, 40_001), 100, 1000, 1000, TIMEOUTS, Filtering.ADDRESS_AND_PORT_DEPENDENT, 0));
        assertThat(udp(ALICE, 2, host(1)).flow().lease().port()).isBetween(40_000, 40_001);
        assertThat(flows.all()).contains(before);
        assertThat(flows.ports().contains(before.lease().port())).isTrue();
    }

    /** The trap: the port of a mapping whose flows have gone elsewhere was given back, and taken once more. */
    @Test
    void aMappingKeepsItsPortWhileItHasFlowsOnOthers() {
        flows.configure(limits(2, 1000, 1000));
        Flow first = open(Transport.UDP, ALICE, 1, host(1), 53);
        Flow other = open(Transport.UDP, BOB, 1, host(2), 5000);
        Flow second = open(Transport.UDP, BOB, 1, host(1), 5000);
        assertThat(second.lease()).isSameAs(other.lease()).isNotSameAs(first.lease());
        Flow third = open(Transport.UDP, ALICE, 1, host(2), 5000);
        assertThat(third.lease()).isSameAs(first.lease());
        flows.tick(30);
        assertThat(flows.all()).doesNotContain(first).contains(third);
        assertThat(outside.held).hasSize(2);
    }

    /** They would leave with an address that is somebody else's by now. */
    @Test
    void flowsOfAnAddressThatTheGatewayHasLostEnd() {
        udp(ALICE, 1, host(1));
        outside.own.clear();
        flows.tick(16);
        outside.own.add(MemoryOutside.ADDRESS);
        flows.tick(32);
        assertThat(flows.all()).as("it was away for a moment").hasSize(1);
        outside.own.clear();
        flows.tick(48);
        flows.tick(64);
        assertThat(flows.all()).isEmpty();
        assertThat(outside.held).isEmpty();
    }

    /** Whatever happens in whatever order, at the end nothing of the system's is held, and meanwhile no two flows look alike from outside. */
    @Test
    void nothingLeaksWhateverComesAndGoes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        flows.configure(limits(50, 400, 200));
        int second = 0;
        for (int i = 0; i < 20_000; i++) {
            Transport transport = Transport.at(random.nextInt(3));
            Opening opening = flows.open(transport, ALICE + random.nextInt(4), random.nextInt(60), host(random.nextInt(5)), transport == Transport.ICMP ? 0 : 53);
            if (opening.flow() != null) {
                opening.flow().seen(flows.now());
                if (random.nextInt(4) == 0) {
                    flows.shortened(opening.flow());
                }
            }
            if (random.nextInt(20) == 0) {
                second += random.nextInt(40);
                flows.tick(second);
            }
            if (i % 1000 == 0) {
                check(seed);
            }
        }
        flows.tick(second + 10_000);
        assertThat(flows.all()).as("seed %d", seed).isEmpty();
        assertThat(flows.leases()).isEmpty();
        assertThat(outside.held).isEmpty();
        for (Transport transport : Transport.values()) {
            assertThat(flows.flows(transport)).isZero();
            assertThat(flows.leases(transport)).isZero();
        }
    }

    private void check(long seed) {
        List<String> looks = new ArrayList<>();
        Set<Lease> used = new HashSet<>();
        for (Flow flow : flows.all()) {
            looks.add(flow.outside().addresses() + " " + flow.outside().ports());
            used.add(flow.lease());
            used.add(flow.mapping().lease());
        }
        assertThat(looks).as("seed %d", seed).doesNotHaveDuplicates();
        assertThat(flows.leases()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(used);
        assertThat(outside.held).hasSize((int) used.stream().filter(lease -> lease.descriptor() != Lease.NO_DESCRIPTOR).count());
    }

    @Test
    void whatIsLeftGoesOnAsItWas() {
        Flow first = open(Transport.TCP, ALICE, 1, host(1), 80);
        first.segment(true, TcpHeader.SYN);
        first.segment(false, TcpHeader.SYN | TcpHeader.ACK);
        for (int i = 0; i < 15; i++) {
            open(Transport.UDP, ALICE, i, host(i), 53);
        }
        open(Transport.ICMP, ALICE, 1, host(1), 0);
        flows.tick(10);
        Sockets sockets = new Sockets(1, 2, 3, 4, 5);
        var state = LeftTranslator.state(sockets, flows);
        assertThat(LeftTranslator.sockets(state)).isEqualTo(sockets);
        Flows next = new Flows(outside, limits(10, 1000, 1000));
        LeftTranslator.restore(state, next);

        assertThat(next.all()).hasSameSizeAs(flows.all());
        for (Flow flow : flows.all()) {
            Flow same = next.find(flow.transport(), flow.client(), flow.clientPort(), flow.remote(), flow.remotePort());
            assertThat(same).usingRecursiveComparison().ignoringCollectionOrder().ignoringFields("inside", "outside", "lastPacket", "due").isEqualTo(flow);
            assertThat(next.now() - same.lastPacket()).isEqualTo(flows.now() - flow.lastPacket());
        }
        next.tick(25);
        assertThat(next.flows(Transport.UDP)).as("30 s after their last packet").isZero();
        next.tick(7430);
        assertThat(next.all()).isEmpty();
        assertThat(outside.held).isEmpty();
    }
}
