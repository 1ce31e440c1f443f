package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.datapath.system.NativeBuffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is made of a packet and the header that the kernel puts before it. */
class OffloadReceiverTest {

    private static final int MTU = 1400;
    private static final int FULL = MTU - 40;
    private static final int A = Ipv4Network.parseAddress("10.66.77.1");
    private static final int B = Ipv4Network.parseAddress("10.66.77.2");

    private final NativeBuffer buffer = new NativeBuffer(VnetHeader.BYTES + OpenTunAdapter.MAX_PACKET);
    private final OffloadReceiver receiver = new OffloadReceiver(buffer, MTU);

    @AfterEach
    void free() {
        buffer.close();
    }

    @Test
    void aCompletePacketIsHandedOutAsItIs() {
        byte[] packet = tcp(100);
        assertThat(received(0, 0, 0, packet)).singleElement().isEqualTo(packet);
    }

    @Test
    void aPartialChecksumIsCompletedWhereTheHeaderSays() {
        byte[] packet = tcp(101);
        assertThat(received(VnetHeader.F_NEEDS_CSUM, 0, 0, partial(packet))).singleElement().isEqualTo(packet);
    }

    @Test
    void aPacketOfExactlyTheMtuIsCompletedAlsoIfItIsCalledASegment() {
        byte[] packet = tcp(FULL);
        assertThat(received(VnetHeader.F_NEEDS_CSUM, VnetHeader.GSO_TCPV4, FULL, partial(packet))).singleElement().isEqualTo(packet);
    }

    @Test
    void whatIsToBeCutIntoPacketsOfTheMtuIsASuperPacket() {
        byte[] partial = partial(tcp(FULL + 1));
        assertThat(received(VnetHeader.F_NEEDS_CSUM, VnetHeader.GSO_TCPV4, FULL, partial)).singleElement().isEqualTo(partial);
        assertThat(received(VnetHeader.F_NEEDS_CSUM, VnetHeader.GSO_TCPV4, 8960, partial))
                .as("of an interface whose MTU was raised: may be cut shorter").singleElement().isEqualTo(partial);
    }

    @Test
    void whatIsToBeCutShorterIsCutHereSinceNobodyElseCouldKnow() {
        byte[] whole = tcp(5 * 1000 + 1);
        List<byte[]> packets = received(VnetHeader.F_NEEDS_CSUM, VnetHeader.GSO_TCPV4, 1000, partial(whole));
        assertThat(packets).extracting(packet -> packet.length).containsExactly(1040, 1040, 1040, 1040, 1040, 41);
        assertThat(packets).allMatch(Ipv4Frames::isSound);
        ByteBuffer joined = ByteBuffer.allocate(whole.length).put(whole, 0, 40);
        packets.forEach(packet -> joined.put(packet, 40, packet.length - 40));
        assertThat(joined.array()).isEqualTo(whole);
    }

    @Test
    void whatIsToBeCutShorterIsCutAlsoIfAllOfItIsWithinTheMtu() {
        assertThat(received(VnetHeader.F_NEEDS_CSUM, VnetHeader.GSO_TCPV4, 600, partial(tcp(1100))))
                .extracting(packet -> packet.length).containsExactly(640, 540);
    }

    @Test
    void aCongestionMarkBesideTheKindOfSegmentationChangesNothing() {
        assertThat(received(VnetHeader.F_NEEDS_CSUM, VnetHeader.GSO_TCPV4 | VnetHeader.GSO_ECN, 600, partial(tcp(1100))))
                .extracting(packet -> packet.length).containsExactly(640, 540);
    }

    @Test
    void aSegmentSizeOfZeroCutsNothing() {
        byte[] partial = partial(tcp(FULL + 1));
        assertThat(received(VnetHeader.F_NEEDS_CSUM, VnetHeader.GSO_TCPV4, 0, partial)).singleElement().isEqualTo(partial);
    }

    @Test
    void aLongerPacketThatIsNotToBeCutIsMadeASuperPacketIfItCanBeOne() {
        byte[] packet = tcp(3000);
        assertThat(received(0, 0, 0, packet)).singleElement().isEqualTo(partial(packet));
        assertThat(received(VnetHeader.F_NEEDS_CSUM, 0, 0, partial(packet))).singleElement().isEqualTo(partial(packet));
        byte[] udp = Ipv4Frames.udp(A, B, 5, new byte[3000]);
        assertThat(received(0, 0, 0, udp)).as("dropped and counted by who gets it").singleElement().isEqualTo(udp);
    }

    @Test
    void aHeaderThatLiesHarmsNobody() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] header = new byte[VnetHeader.BYTES];
            random.nextBytes(header);
            byte[] packet = random.nextBoolean() ? new byte[1 + random.nextInt(2000)] : tcp(1 + random.nextInt(3000));
            if (random.nextBoolean()) {
                random.nextBytes(packet);
                packet[0] = (byte) (0x40 | random.nextInt(16));
            }
            buffer.put(header);
            assertThat(receive(packet)).as("seed %d", seed).isNotEmpty().noneMatch(one -> one.length > packet.length);
        }
    }

    private List<byte[]> received(int flags, int type, int segmentPayload, byte[] packet) {
        buffer.bytes().put(0, (byte) flags).put(1, (byte) type).putShort(2, (short) 40).putShort(4, (short) segmentPayload)
                .putShort(6, (short) 20).putShort(8, (short) 16);
        return receive(packet);
    }

    private List<byte[]> receive(byte[] packet) {
        buffer.put(VnetHeader.BYTES, packet);
        List<byte[]> packets = new ArrayList<>(List.of(receiver.first(packet.length)));
        while (receiver.hasNext()) {
            packets.add(receiver.next());
        }
        return packets;
    }

    private static byte[] tcp(int payload) {
        byte[] noise = new byte[payload];
        new Random(payload).nextBytes(noise);
        return Ipv4Frames.tcp(A, B, 1000, 0x18, noise);
    }

    private static byte[] partial(byte[] complete) {
        byte[] packet = Arrays.copyOf(complete, complete.length);
        ByteBuffer.wrap(packet).putShort(36, (short) Ipv4Frames.pseudoHeaderSum(packet));
        return packet;
    }
}
