package com.softellect.vpn.translator.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A packet of a flow makes no garbage on its way, in either direction. */
class AllocationTest {

    private static final int PACKETS = 10_000;

    private final Outside outside = new Outside() {
        @Override
        public Route route(int destination) {
            return new Route(MemoryOutside.ADDRESS, 1500);
        }

        @Override
        public int lease(Transport transport, int address, int port) {
            return 7;
        }

        @Override
        public void release(int descriptor) {
            throw new AssertionError("all flows go on");
        }

        @Override
        public Sent send(byte[] packet) {
            return Sent.SENT;
        }
    };
    private final Flows flows = new Flows(outside, new Limits(new PortRange(20_000, 20_000), 10, 10, 10, new Timeouts(7440, 240, 300, 30, 60), Filtering.ADDRESS_AND_PORT_DEPENDENT, 0));
    private final Tally tally = new Tally();
    private final Errors errors = new Errors(tally);
    private final Inside inside = new Inside(Ipv4Network.parse("10.66.77.1/24"), 1400, packet -> { });
    private final FromClient fromClient = new FromClient(inside, flows, outside, new Fragments(), errors, tally, new AtomicInteger());
    private final FromNetwork fromNetwork = new FromNetwork(inside, flows, outside, errors, tally);

    private static void assertNothingAllocated(byte[] packet, Consumer<byte[]> door) {
        byte[] passing = packet.clone();
        for (int i = 0; i < PACKETS; i++) {
            pass(packet, passing, door); // classes are loaded, and counters grow
        }
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < PACKETS; i++) {
            pass(packet, passing, door);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).as("bytes for %s packets", PACKETS).isLessThan(PACKETS);
    }

    private static void pass(byte[] packet, byte[] passing, Consumer<byte[]> door) {
        System.arraycopy(packet, 0, passing, 0, packet.length);
        door.accept(passing);
    }

    @Test
    void ofUdp() {
        byte[] packet = Packets.udp("10.66.77.2", 5000, "198.51.100.9", 443, new byte[1000]);
        assertNothingAllocated(packet, fromClient::send);
        byte[] answer = Packets.udp("198.51.100.9", 443, "192.0.2.1", 20_000, new byte[1000]);
        assertNothingAllocated(answer, fromNetwork::received);
        assertThat(tally.counters().get("packets.in")).isEqualTo(2L * PACKETS);
    }

    @Test
    void ofTcp() {
        fromClient.send(Packets.tcp("10.66.77.2", 5000, "198.51.100.9", 443, TcpHeader.SYN, new byte[0]));
        assertNothingAllocated(Packets.tcp("10.66.77.2", 5000, "198.51.100.9", 443, TcpHeader.ACK, new byte[1000]), fromClient::send);
        assertNothingAllocated(Packets.tcp("198.51.100.9", 443, "192.0.2.1", 20_000, TcpHeader.ACK, new byte[1000]), fromNetwork::received);
        assertThat(tally.counters().get("packets.in")).isEqualTo(2L * PACKETS);
    }
}
