package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.adapter.Cancellation;
import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.adapter.Wakeup;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.datapath.offload.Segmentation;
import com.sun.jna.Function;
import com.sun.jna.Memory;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Segmentation offload between this JVM and the real kernel, in network namespaces of this JVM's own. */
@Timeout(120)
class OffloadTunTest {

    private static final int PEER = Ipv4Network.parseAddress("10.66.77.2");
    private static final int BEHIND = Ipv4Network.parseAddress("10.66.78.2");
    private static final String LEFT = "10.66.77.1/24";
    private static final String RIGHT = "10.66.78.1/24";
    private static final int MEGABYTES = 8;

    /** Same on x86_64 and aarch64. */
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int IPPROTO_UDP = 17;
    private static final int UDP_SEGMENT = 103;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Cancellation cancellation = new Cancellation();

    @BeforeAll
    static void onlyInAPrivateNamespace() {
        PrivateNamespace.assume();
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        cancellation.cancel();
        threads.shutdownNow();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).as("no thread hangs in an adapter").isTrue();
    }

    @Test
    void offloadIsOnWhereItIsAskedFor() throws Exception {
        LinuxTunAdapterProvider provider = new LinuxTunAdapterProvider();
        try (TunAdapter asked = provider.open(settings("vpntest0", LEFT, 1400, true));
                TunAdapter unasked = provider.open(settings("vpntest1", RIGHT, 1400, false))) {
            assertThat(asked.settings()).isEqualTo(settings("vpntest0", LEFT, 1400, true));
            assertThat(unasked.settings()).isEqualTo(settings("vpntest1", RIGHT, 1400, false));
        }
    }

    @Test
    void anAdapterWhoseKernelRefusesIsOpenedWithoutAndWorks() throws Exception {
        int unknownToAnyKernel = 1 << 30;
        TunAdapterSettings wanted = settings("vpntest0", LEFT, 1400, true);
        try (TunAdapter adapter = new LinuxTunAdapterProvider("/dev/net/tun", unknownToAnyKernel).open(wanted)) {
            assertThat(adapter.settings()).isEqualTo(settings("vpntest0", LEFT, 1400, false));
            assertThat(adapter.send(Ipv4Frames.echoRequest(PEER, wanted.network().address(), 5))).isTrue();
            assertThat(receiveIpv4(adapter)).hasSize(28);
        }
    }

    @ParameterizedTest(name = "MTU {0}, left offload {1}, right offload {2}")
    @CsvSource({"1500, true, true", "1500, true, false", "1500, false, true", "1500, false, false", "576, true, true", "1280, true, true",
        "1280, true, false", "1400, false, true", "9000, true, true", "9000, true, false", "65535, true, true"})
    void whatArrivesIsWhatWasSentBothWaysAtATime(int mtu, boolean leftOffload, boolean rightOffload) throws Exception {
        try (AdapterPair pair = new AdapterPair(mtu, leftOffload, mtu, rightOffload); AdapterPair.Connection both = pair.connect()) {
            pair.toRight().inspect();
            pair.toLeft().inspect();
            exchange(both);
            assertThat(pair.toRight().wrong() + pair.toLeft().wrong()).isZero();
            assertThat(pair.toRight().superPackets() > 0).as("to the right").isEqualTo(leftOffload && mtu < 65_535);
            assertThat(pair.toLeft().superPackets() > 0).as("to the left").isEqualTo(rightOffload && mtu < 65_535);
        }
    }

    /** Else the tunnel would be a black hole: a sender that cuts again to the tunnel's MTU sends what the other end's link loses. */
    @Test
    void anEndWithASmallerMtuGetsNothingThatIsTooLongForItFromASenderWithOffload() throws Exception {
        try (AdapterPair pair = new AdapterPair(1500, true, 1400, false); AdapterPair.Connection both = pair.connect()) {
            pair.toRight().inspect();
            exchange(both);
            assertThat(pair.toRight().longest()).isEqualTo(1400);
            assertThat(pair.toRight().packets()).as("cut by the adapter").isGreaterThan((MEGABYTES << 20) / 1400);
            assertThat(pair.toRight().wrong() + pair.toRight().superPackets()).isZero();
        }
    }

    /** Behind the right end is a link of 1400 bytes, of which only an ICMP message of the right end's kernel tells the sender. */
    @Test
    void aSmallerMtuOnTheWayIsFoundByASenderWithOffload() throws Exception {
        try (AdapterPair pair = new AdapterPair(1500, true, 1500, true);
                NetworkNamespace farSide = new NetworkNamespace();
                TunAdapter link = pair.rightSide().call(
                        () -> new LinuxTunAdapterProvider().open(settings("vpntest1", RIGHT, 1400, false)));
                TunAdapter far = farSide.call(
                        () -> new LinuxTunAdapterProvider().open(settings("vpntest0", "10.66.78.2/24", 1500, false)))) {
            Forwarder away = new Forwarder(link, far);
            Forwarder back = new Forwarder(far, link);
            pair.rightSide().call(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1"));
            pair.leftSide().call(() -> run("ip", "route", "add", "10.66.78.0/24", "dev", "vpntest0"));
            farSide.call(() -> run("ip", "route", "add", "10.66.77.0/24", "dev", "vpntest0"));
            try (AdapterPair.Connection both = AdapterPair.connect(pair.leftSide(), farSide, "10.66.78.2")) {
                exchange(both);
                assertThat(pair.toRight().superPackets()).as("before the sender knew").isPositive();
                assertThat(pair.toRight().packets()).as("cut by the adapter since").isGreaterThan((MEGABYTES << 20) / 1400);
                assertThat(away.longest()).isEqualTo(1400);
            } finally {
                away.stop();
                back.stop();
            }
        }
    }

    @Test
    void theKernelCutsASuperPacketIntoTheSamePacketsAsWe() throws Exception {
        Random random = new Random(4); // fixed: a checksum of 0 has two forms
        try (NetworkNamespace side = new NetworkNamespace();
                TunAdapter in = side.call(() -> new LinuxTunAdapterProvider().open(settings("vpntest0", LEFT, 1400, true)));
                TunAdapter out = side.call(() -> new LinuxTunAdapterProvider().open(settings("vpntest1", RIGHT, 1400, false)))) {
            side.call(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1"));
            for (int round = 0; round < 200; round++) {
                byte[] whole = randomSuperPacket(random);
                assertThat(in.send(whole)).isTrue();
                whole[8]--; // the kernel counts the hop
                for (Segmentation ours = Segmentation.toMtu(whole, 1400); ours.hasNext(); ) {
                    assertThat(receiveIpv4(out)).as("round %d", round).isEqualTo(ours.next());
                }
            }
        }
    }

    @Test
    void aDatagramIsReceivedWithItsChecksum() throws Exception {
        try (TunAdapter adapter = new LinuxTunAdapterProvider().open(settings("vpntest0", LEFT, 1400, true));
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("10.66.77.1"))) {
            Random random = new Random(5);
            for (int length = 0; length < 200; length++) {
                byte[] payload = new byte[length];
                random.nextBytes(payload);
                socket.send(new DatagramPacket(payload, length, InetAddress.getByName("10.66.77.2"), 4000));
                byte[] packet = receiveIpv4(adapter);
                assertThat(ByteBuffer.wrap(packet).getShort(26)).as("%d bytes: there is one", length).isNotZero();
                assertThat(Ipv4Frames.isSound(packet)).as("%d bytes", length).isTrue();
                assertThat(Arrays.copyOfRange(packet, 28, packet.length)).isEqualTo(payload);
            }
        }
    }

    /** An application may hand over many datagrams in one piece. The adapter does not ask for that piece: the kernel cuts it. */
    @ParameterizedTest(name = "offload {0}")
    @ValueSource(booleans = {true, false})
    void datagramsThatAreSentInOnePieceAreReceivedOneByOne(boolean offload) throws Exception {
        int datagram = 1000;
        byte[] payload = new byte[30 * datagram + 7];
        new Random(6).nextBytes(payload);
        try (TunAdapter adapter = new LinuxTunAdapterProvider().open(settings("vpntest0", LEFT, 1400, offload))) {
            sendInOnePiece(payload, datagram);
            for (int at = 0; at < payload.length; at += datagram) {
                byte[] packet = receiveIpv4(adapter);
                assertThat(ByteBuffer.wrap(packet).getShort(26)).as("from byte %d: there is a checksum", at).isNotZero();
                assertThat(Ipv4Frames.isSound(packet)).as("from byte %d", at).isTrue();
                assertThat(Arrays.copyOfRange(packet, 28, packet.length)).isEqualTo(Arrays.copyOfRange(payload, at, Math.min(at + datagram, payload.length)));
            }
        }
    }

    /** To the peer, from whatever port, by UDP_SEGMENT (udp(7)): Java's sockets have no such option. */
    private static void sendInOnePiece(byte[] payload, int datagram) {
        int socket = c("socket", AF_INET, SOCK_DGRAM, 0);
        try (Memory size = new Memory(Integer.BYTES); Memory address = new Memory(16); Memory bytes = new Memory(payload.length)) {
            size.setInt(0, datagram);
            assertThat(c("setsockopt", socket, IPPROTO_UDP, UDP_SEGMENT, size, Integer.BYTES)).isZero();
            address.clear();
            address.setShort(0, (short) AF_INET);
            address.getByteBuffer(2, 6).order(ByteOrder.BIG_ENDIAN).putShort((short) 4000).putInt(PEER);
            bytes.write(0, payload, 0, payload.length);
            assertThat(c("sendto", socket, bytes, (long) payload.length, 0, address, 16)).isEqualTo(payload.length);
        } finally {
            c("close", socket);
        }
    }

    private static int c(String function, Object... arguments) {
        return Function.getFunction("c", function).invokeInt(arguments);
    }

    @Test
    void aDatagramLongerThanTheMtuIsReceivedInFragmentsAndNotTakenWhole() throws Exception {
        try (TunAdapter adapter = new LinuxTunAdapterProvider().open(settings("vpntest0", LEFT, 1400, true));
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("10.66.77.1"))) {
            socket.send(new DatagramPacket(new byte[3000], 3000, InetAddress.getByName("10.66.77.2"), 4000));
            for (int i = 0; i < 3; i++) {
                assertThat(receiveIpv4(adapter).length).isLessThanOrEqualTo(1400);
            }
            byte[] whole = Ipv4Frames.udp(PEER, adapter.settings().network().address(), 4000, new byte[3000]);
            assertThatThrownBy(() -> adapter.send(whole)).isInstanceOf(TunAdapterException.class).hasMessageContaining("3028 bytes");
        }
    }

    @Test
    void aReaderThatComesBackFindsTheRestOfWhatIsBeingCut() throws Exception {
        try (NetworkNamespace side = new NetworkNamespace();
                TunAdapter in = side.call(() -> new LinuxTunAdapterProvider().open(settings("vpntest0", LEFT, 1400, true)));
                TunAdapter out = side.call(() -> new LinuxTunAdapterProvider().open(settings("vpntest1", RIGHT, 1500, true)))) {
            side.call(() -> Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1"));
            byte[] whole = Ipv4Frames.tcp(PEER, BEHIND, 1, 0x10, new byte[10 * 1360]);
            assertThat(in.send(whole)).isTrue();
            for (int i = 0; i < 10; i++) { // nothing else comes in, and ends the wait
                assertThat(receiveIpv4(out)).as("packet %d", i).hasSize(1400);
            }
        }
    }

    @Test
    void receivingAndSendingAllocateNothingButThePacket() throws Exception {
        com.sun.management.ThreadMXBean memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (TunAdapter adapter = new LinuxTunAdapterProvider().open(settings("vpntest0", LEFT, 1400, true))) {
            byte[] packet = Ipv4Frames.echoRequest(PEER, adapter.settings().network().address(), 9);
            byte[] superPacket = Ipv4Frames.tcp(PEER, BEHIND, 1, 0x10, new byte[60_000]); // to nobody: the kernel drops it
            for (int i = 0; i < 20_000; i++) {
                roundTrip(adapter, packet, superPacket);
            }
            int rounds = 10_000;
            long before = memory.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < rounds; i++) {
                roundTrip(adapter, packet, superPacket);
            }
            long perRound = (memory.getCurrentThreadAllocatedBytes() - before) / rounds;
            assertThat(perRound).as("bytes for one packet received, %d bytes long", packet.length)
                    .isBetween((long) packet.length, packet.length + 32L);
        }
    }

    private void roundTrip(TunAdapter adapter, byte[] packet, byte[] superPacket) throws TunAdapterException {
        adapter.send(superPacket);
        adapter.send(packet);
        adapter.readWaitHandle().orElseThrow().waitAny(cancellation);
        adapter.receive();
        adapter.receive();
    }

    /** Megabytes of noise each way, compared byte by byte where they arrive. */
    private void exchange(AdapterPair.Connection both) throws Exception {
        long seed = System.nanoTime();
        List<Future<?>> ends = new ArrayList<>();
        ends.add(threads.submit(() -> send(both.left(), seed)));
        ends.add(threads.submit(() -> send(both.right(), seed + 1)));
        ends.add(threads.submit(() -> compare(both.right(), seed)));
        ends.add(threads.submit(() -> compare(both.left(), seed + 1)));
        for (Future<?> end : ends) {
            end.get(100, TimeUnit.SECONDS);
        }
    }

    private static Void send(Socket socket, long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        OutputStream out = socket.getOutputStream();
        byte[] chunk = new byte[1 << 16];
        for (int i = 0; i < MEGABYTES << 4; i++) {
            random.nextBytes(chunk);
            out.write(chunk);
        }
        socket.shutdownOutput();
        return null;
    }

    private static Void compare(Socket socket, long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        InputStream in = socket.getInputStream();
        byte[] chunk = new byte[1 << 16];
        for (int i = 0; i < MEGABYTES << 4; i++) {
            random.nextBytes(chunk);
            assertThat(in.readNBytes(chunk.length)).as("chunk %d, seed %d", i, seed).isEqualTo(chunk);
        }
        assertThat(in.read()).as("the end").isEqualTo(-1);
        return null;
    }

    /** Of any length, flags and TCP options; with and without IP options that a router leaves alone. */
    private static byte[] randomSuperPacket(Random random) {
        byte[] payload = new byte[1400 + random.nextInt(60_000)];
        random.nextBytes(payload);
        byte[] plain = Ipv4Frames.tcp(PEER, BEHIND, random.nextInt(), random.nextInt(256), payload);
        int options = random.nextBoolean() ? 0 : 4 * random.nextInt(11);
        ByteBuffer packet = ByteBuffer.allocate(plain.length + options).put(plain, 0, 20);
        while (packet.position() < 20 + options) {
            packet.put((byte) 1); // no operation
        }
        packet.put(plain, 20, plain.length - 20);
        packet.put(0, (byte) (0x45 + options / 4)).putShort(2, (short) packet.capacity()).putShort(4, (short) random.nextInt());
        packet.put(20 + options + 12, (byte) (5 + random.nextInt(11) << 4)); // some of the payload are options then
        return Ipv4Frames.withIpChecksum(packet.array());
    }

    private static Void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return null;
    }

    private static TunAdapterSettings settings(String name, String network, int mtu, boolean offload) {
        return new TunAdapterSettings(name, Ipv4Network.parse(network), mtu, offload);
    }

    private byte[] receiveIpv4(TunAdapter adapter) throws TunAdapterException {
        while (adapter.readWaitHandle().orElseThrow().waitAny(cancellation) == Wakeup.READABLE) {
            byte[] packet = adapter.receive();
            if (packet != null && packet[0] >>> 4 == 4) {
                return packet;
            }
        }
        throw new AssertionError("cancelled");
    }
}
