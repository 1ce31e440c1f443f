package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.adapter.Cancellation;
import com.softellect.vpn.api.adapter.ReadWaitHandle;
import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.adapter.Wakeup;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.io.File;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real TUN adapters, in a network namespace of this JVM's own. */
@Timeout(60)
class LinuxTunTest {

    private static final int OWN = Ipv4Network.parseAddress("10.66.77.1");
    private static final int PEER = Ipv4Network.parseAddress("10.66.77.2");
    private static final TunAdapterSettings SETTINGS =
            new TunAdapterSettings("vpntest0", Ipv4Network.parse("10.66.77.1/24"), 1400);

    private final LinuxTunAdapterProvider provider = new LinuxTunAdapterProvider();
    private final Cancellation cancellation = new Cancellation();
    private final ExecutorService threads = Executors.newCachedThreadPool();

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
    void openingSetsNameAddressPrefixMtuAndBringsTheLinkUp() throws Exception {
        try (TunAdapter adapter = provider.open(SETTINGS)) {
            assertThat(adapter.settings()).isEqualTo(SETTINGS);
            NetworkInterface link = NetworkInterface.getByName("vpntest0");
            assertThat(link.getMTU()).isEqualTo(1400);
            assertThat(link.isUp()).isTrue();
            InterfaceAddress address = link.getInterfaceAddresses().stream()
                    .filter(one -> one.getAddress().getAddress().length == 4).findFirst().orElseThrow();
            assertThat(address.getAddress().getHostAddress()).isEqualTo("10.66.77.1");
            assertThat(address.getNetworkPrefixLength()).isEqualTo((short) 24);
        }
        assertThat(NetworkInterface.getByName("vpntest0")).isNull();
    }

    @Test
    void aDatagramOfAnApplicationIsReceived() throws Exception {
        try (TunAdapter adapter = provider.open(SETTINGS);
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("10.66.77.1"))) {
            byte[] payload = "to the other side".getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(payload, payload.length, InetAddress.getByName("10.66.77.2"), 4000));
            byte[] packet = receiveIpv4(adapter);
            assertThat(ByteBuffer.wrap(packet).getInt(16)).isEqualTo(PEER);
            assertThat(Arrays.copyOfRange(packet, 28, packet.length)).isEqualTo(payload);
        }
    }

    /** What applications send while a layer is replaced. */
    @Test
    void whatNobodyReceivesForAWhileWaits() throws Exception {
        int count = 1500;
        try (TunAdapter adapter = provider.open(SETTINGS);
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("10.66.77.1"))) {
            for (int i = 0; i < count; i++) {
                socket.send(new DatagramPacket(new byte[100], 100, InetAddress.getByName("10.66.77.2"), 4000));
            }
            int received = 0;
            while (pollIpv4(adapter) != null) {
                received++;
            }
            assertThat(received).isEqualTo(count);
        }
    }

    @Test
    void aDatagramSentReachesTheApplication() throws Exception {
        try (TunAdapter adapter = provider.open(SETTINGS);
                DatagramSocket socket = new DatagramSocket(4000, InetAddress.getByName("10.66.77.1"))) {
            byte[] payload = new byte[1372]; // with 28 bytes of headers exactly the MTU
            Arrays.fill(payload, (byte) 7);
            assertThat(adapter.send(Ipv4Frames.udp(PEER, OWN, 4000, payload))).isTrue();
            DatagramPacket received = new DatagramPacket(new byte[2000], 2000);
            socket.setSoTimeout(30_000);
            socket.receive(received);
            assertThat(Arrays.copyOf(received.getData(), received.getLength())).isEqualTo(payload);
        }
    }

    @Test
    void theKernelAnswersAnEchoRequest() throws Exception {
        try (TunAdapter adapter = provider.open(SETTINGS)) {
            assertThat(adapter.send(Ipv4Frames.echoRequest(PEER, OWN, 5))).isTrue();
            ByteBuffer reply = ByteBuffer.wrap(receiveIpv4(adapter));
            assertThat(reply.get(9)).as("protocol: ICMP").isEqualTo((byte) 1);
            assertThat(reply.get(20)).as("type: echo reply").isZero();
            assertThat(reply.getShort(26)).as("sequence").isEqualTo((short) 5);
        }
    }

    @Test
    void cancellingEndsABlockedWait() throws Exception {
        try (TunAdapter adapter = provider.open(SETTINGS)) {
            Future<Wakeup> waiting = threads.submit(() -> readUntilCancelled(adapter, handle(adapter)));
            awaitBlockedInPoll();
            cancellation.cancel();
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.CANCELLED);
        }
    }

    @Test
    void aNewCancellationWaitsAgainAfterAnOldOneWasSignalled() throws Exception {
        try (TunAdapter adapter = provider.open(SETTINGS)) {
            Cancellation old = new Cancellation();
            old.cancel();
            assertThat(handle(adapter).waitAny(old)).isEqualTo(Wakeup.CANCELLED);
            adapter.send(Ipv4Frames.echoRequest(PEER, OWN, 6));
            assertThat(handle(adapter).waitAny(cancellation)).isEqualTo(Wakeup.READABLE);
            drain(adapter);
            Future<Wakeup> waiting = threads.submit(() -> readUntilCancelled(adapter, handle(adapter)));
            awaitBlockedInPoll(); // it would spin, not block, if the old signal were still on
            cancellation.cancel();
            assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.CANCELLED);
        }
    }

    @Test
    void theHandleIsTheSameOnEachCallAndAbsentAfterClosing() throws Exception {
        TunAdapter adapter = provider.open(SETTINGS);
        try (adapter) {
            assertThat(adapter.readWaitHandle()).isPresent();
            assertThat(handle(adapter)).isSameAs(handle(adapter));
        }
        assertThat(adapter.readWaitHandle()).isEmpty();
        assertThat(adapter.receive()).isNull();
        assertThat(adapter.send(Ipv4Frames.echoRequest(PEER, OWN, 1))).isFalse();
    }

    @Test
    void closingTheHandleLeavesTheAdaptersDescriptorOpen() throws Exception {
        try (TunAdapter adapter = provider.open(SETTINGS)) {
            handle(adapter).close();
            assertThat(openDescriptors("/dev/net/tun")).isEqualTo(1);
            assertThat(openDescriptors("[eventfd]")).isZero();
            assertThat(handle(adapter).waitAny(cancellation)).isEqualTo(Wakeup.CANCELLED);
            assertThat(adapter.send(Ipv4Frames.echoRequest(PEER, OWN, 2))).isTrue();
            assertThat(pollIpv4(adapter)).isNotNull();
        }
        assertThat(openDescriptors("/dev/net/tun")).isZero();
    }

    @Test
    void closingWakesABlockedReader() throws Exception {
        TunAdapter adapter = provider.open(SETTINGS);
        Future<Wakeup> waiting = threads.submit(() -> readUntilCancelled(adapter, handle(adapter)));
        awaitBlockedInPoll();
        adapter.close();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.CANCELLED);
        assertThat(openDescriptors("/dev/net/tun") + openDescriptors("[eventfd]")).isZero();
    }

    @Test
    void closingAgainClosesNothingOfTheNextOwnerOfTheNumbers(@TempDir Path folder) throws Exception {
        TunAdapter adapter = provider.open(SETTINGS);
        ReadWaitHandle handle = handle(adapter);
        adapter.close();
        List<RandomAccessFile> reusing = new ArrayList<>();
        try {
            for (int i = 0; i < 32; i++) {
                reusing.add(new RandomAccessFile(new File(folder.toFile(), "file" + i), "rw"));
            }
            adapter.close();
            handle.close();
            cancellation.cancel();
            for (RandomAccessFile file : reusing) {
                file.writeLong(1);
                assertThat(file.length()).isEqualTo(8);
            }
        } finally {
            for (RandomAccessFile file : reusing) {
                file.close();
            }
        }
    }

    @Test
    void closingWhileSendersHammerHarmsNobody() throws Exception {
        for (int round = 0; round < 20; round++) {
            TunAdapter adapter = provider.open(SETTINGS);
            CompletableFuture<Void> begun = new CompletableFuture<>();
            List<Future<?>> senders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                senders.add(threads.submit(() -> sendUntilClosed(adapter, begun)));
            }
            ReadWaitHandle handle = handle(adapter);
            Future<Wakeup> reader = threads.submit(() -> readUntilCancelled(adapter, handle));
            begun.get(30, TimeUnit.SECONDS);
            Future<?> otherCloser = threads.submit(adapter::close);
            adapter.close();
            assertThat(openDescriptors("/dev/net/tun")).as("close() returns when the adapter is gone").isZero();
            for (Future<?> sender : senders) {
                sender.get(30, TimeUnit.SECONDS);
            }
            assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(Wakeup.CANCELLED);
            otherCloser.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void anAdapterRemovedBySomeoneElseEndsTheReader() throws Exception {
        try (TunAdapter adapter = provider.open(SETTINGS)) {
            Future<?> reader = threads.submit(() -> readUntilCancelled(adapter, handle(adapter)));
            run("ip", "link", "delete", "vpntest0");
            assertThatThrownBy(() -> reader.get(30, TimeUnit.SECONDS)).cause()
                    .isInstanceOf(TunAdapterException.class).hasMessageContaining("removed by someone else");
            assertThatThrownBy(() -> adapter.send(Ipv4Frames.echoRequest(PEER, OWN, 3)))
                    .isInstanceOf(TunAdapterException.class).hasMessageContaining("removed by someone else");
        }
    }

    @Test
    void sendingToAnAdapterThatIsDownSaysHowToBringItUp() throws Exception {
        try (TunAdapter adapter = provider.open(SETTINGS)) {
            run("ip", "link", "set", "vpntest0", "down");
            assertThatThrownBy(() -> adapter.send(Ipv4Frames.echoRequest(PEER, OWN, 3)))
                    .isInstanceOf(TunAdapterException.class).hasMessageContaining("ip link set vpntest0 up");
        }
    }

    @Test
    void whatIsNotIpIsRefused() throws Exception {
        try (TunAdapter adapter = provider.open(SETTINGS)) {
            assertThatThrownBy(() -> adapter.send(new byte[40]))
                    .isInstanceOf(TunAdapterException.class).hasMessageContaining("not an IP packet");
        }
    }

    @Test
    void receivingAndSendingAllocateNothingButThePacket() throws Exception {
        com.sun.management.ThreadMXBean memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] packet = Ipv4Frames.echoRequest(PEER, OWN, 9);
        try (TunAdapter adapter = provider.open(SETTINGS)) {
            for (int i = 0; i < 20_000; i++) {
                roundTrip(adapter, packet);
            }
            int rounds = 10_000;
            long before = memory.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < rounds; i++) {
                roundTrip(adapter, packet);
            }
            long perRound = (memory.getCurrentThreadAllocatedBytes() - before) / rounds;
            assertThat(perRound).as("bytes for one packet received, %d bytes long", packet.length)
                    .isBetween((long) packet.length, packet.length + 32L);
        }
    }

    /** One send, one wait, one receive with a packet, one without: all that a packet costs. */
    private void roundTrip(TunAdapter adapter, byte[] packet) throws TunAdapterException {
        adapter.send(packet);
        handle(adapter).waitAny(cancellation);
        adapter.receive();
        adapter.receive();
    }

    private static void sendUntilClosed(TunAdapter adapter, CompletableFuture<Void> begun) {
        byte[] packet = Ipv4Frames.echoRequest(PEER, OWN, 4);
        try {
            while (adapter.readWaitHandle().isPresent()) {
                adapter.send(packet);
                begun.complete(null);
            }
        } catch (TunAdapterException e) {
            throw new AssertionError(e);
        }
    }

    private Wakeup readUntilCancelled(TunAdapter adapter, ReadWaitHandle handle) throws TunAdapterException {
        Thread.currentThread().setName("tun-reader");
        Wakeup wakeup;
        while ((wakeup = handle.waitAny(cancellation)) == Wakeup.READABLE) {
            drain(adapter);
        }
        return wakeup;
    }

    private static void drain(TunAdapter adapter) throws TunAdapterException {
        byte[] packet;
        do {
            packet = adapter.receive();
        } while (packet != null);
    }

    /** Until the kernel says that the reader's thread sleeps in poll(2). */
    private static void awaitBlockedInPoll() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            for (File task : new File("/proc/self/task").listFiles()) {
                if (isReaderInPoll(task.toPath())) {
                    return;
                }
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the reader does not block in poll(2)");
    }

    private static boolean isReaderInPoll(Path task) {
        try {
            return Files.readString(task.resolve("comm")).startsWith("tun-reader")
                    && Files.readString(task.resolve("wchan")).contains("poll");
        } catch (java.io.IOException e) {
            return false; // a thread that has just ended
        }
    }

    private byte[] receiveIpv4(TunAdapter adapter) throws TunAdapterException {
        while (handle(adapter).waitAny(cancellation) == Wakeup.READABLE) {
            byte[] packet = pollIpv4(adapter);
            if (packet != null) {
                return packet;
            }
        }
        throw new AssertionError("cancelled");
    }

    /** The next IPv4 packet; the kernel's own IPv6 router solicitations are passed over. */
    private static byte[] pollIpv4(TunAdapter adapter) throws TunAdapterException {
        byte[] packet = adapter.receive();
        while (packet != null && packet[0] >>> 4 != 4) {
            packet = adapter.receive();
        }
        return packet;
    }

    private static ReadWaitHandle handle(TunAdapter adapter) {
        return adapter.readWaitHandle().orElseThrow();
    }

    private static long openDescriptors(String what) {
        long found = 0;
        for (File descriptor : new File("/proc/self/fd").listFiles()) {
            try {
                found += Files.readSymbolicLink(descriptor.toPath()).toString().endsWith(what) ? 1 : 0;
            } catch (java.io.IOException e) {
                continue; // closed since it was listed
            }
        }
        return found;
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
