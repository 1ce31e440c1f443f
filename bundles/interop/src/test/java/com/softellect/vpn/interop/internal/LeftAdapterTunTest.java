package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.adapter.Cancellation;
import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.adapter.Wakeup;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real TUN adapters that go from one version of the bundle to the next, in a network namespace of this JVM's own. */
@Timeout(60)
class LeftAdapterTunTest {

    private static final String NAME = "vpntest1";

    private final MemoryHandover handover = new MemoryHandover();

    @BeforeAll
    static void onlyInAPrivateNamespace() {
        PrivateNamespace.assume();
    }

    @AfterEach
    void expire() {
        handover.expire();
    }

    private static TunAdapterSettings settings(int mtu, boolean offload) {
        return new TunAdapterSettings(NAME, Ipv4Network.parse("10.66.78.1/24"), mtu, offload);
    }

    /** By another version of the bundle each time. */
    private TunAdapter open(TunAdapterSettings settings) throws IOException {
        return new LinuxTunAdapterProvider(handover).open(settings);
    }

    private static int index() throws IOException {
        return NetworkInterface.getByName(NAME).getIndex();
    }

    private static void send(int number) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("10.66.78.1"))) {
            socket.send(new DatagramPacket(new byte[] {(byte) number}, 1, InetAddress.getByName("10.66.78.2"), 4000));
        }
    }

    private static int receive(TunAdapter adapter) throws IOException {
        byte[] packet;
        do {
            packet = adapter.receive();
            if (packet == null) {
                assertThat(adapter.readWaitHandle().orElseThrow().waitAny(new Cancellation())).isEqualTo(Wakeup.READABLE);
            }
        } while (packet == null || packet[0] >> 4 != 4);
        return packet[packet.length - 1];
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theInterfaceStaysAndNothingIsLost(boolean offload) throws Exception {
        TunAdapter before = open(settings(1400, offload));
        int index = index();
        send(1);
        assertThat(receive(before)).isEqualTo(1);
        send(2);
        before.leave();
        send(3);
        assertThat(before.send(Ipv4Frames.echoRequest(0, 0, 1))).isFalse();
        assertThat(before.receive()).isNull();
        before.close();
        try (TunAdapter after = open(settings(1400, offload))) {
            assertThat(index()).isEqualTo(index);
            assertThat(after.settings()).isEqualTo(before.settings());
            assertThat(receive(after)).isEqualTo(2);
            assertThat(receive(after)).isEqualTo(3);
        }
        assertThat(NetworkInterface.getByName(NAME)).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void otherSettingsMakeAnotherInterface(boolean offload) throws Exception {
        open(settings(1400, offload)).leave();
        int index = index();
        try (TunAdapter after = open(settings(1300, offload))) {
            assertThat(index()).isNotEqualTo(index);
            assertThat(NetworkInterface.getByName(NAME).getMTU()).isEqualTo(1300);
            assertThat(after.readWaitHandle()).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyOwnersLeaveNoDescriptorBehind(boolean offload) throws Exception {
        open(settings(1400, offload)).leave();
        long before = descriptors();
        for (int i = 0; i < 50; i++) {
            open(settings(1400, offload)).leave();
        }
        assertThat(descriptors()).isEqualTo(before);
        handover.expire();
        assertThat(descriptors()).isEqualTo(before - 1);
        assertThat(NetworkInterface.getByName(NAME)).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsLeftIsMadeOfTheJdkAlone(boolean offload) throws Exception {
        open(settings(1400, offload)).leave();
        assertThat(handover.left).hasSize(1).allSatisfy((name, state) -> {
            assertThat(state.disposal().getClass().getClassLoader()).isNull();
            assertThat(Arrays.asList(state.passing().values().toArray())).allMatch(value -> value.getClass().getClassLoader() == null);
        });
    }
}
