package com.softellect.vpn.interop.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.datapath.system.NativeBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The header as linux/virtio_net.h has it: two bytes, then four numbers of 16 bits in the machine's own order. */
class VnetHeaderTest {

    private static final int A = Ipv4Network.parseAddress("10.66.77.1");
    private static final int B = Ipv4Network.parseAddress("10.66.77.2");

    @Test
    void aSuperPacketSaysWhereItsChecksumIsAndHowItIsCut() {
        byte[] packet = Ipv4Frames.tcp(A, B, 1, 0x10, new byte[3000]);
        assertThat(tcp4(packet)).isEqualTo(header(1, 1, 40, 1360, 20, 16));
    }

    @Test
    void optionsCountAsHeaders() {
        byte[] packet = Ipv4Frames.tcp(A, B, 1, 0x10, new byte[3000]);
        packet[32] = (byte) 0x80; // 12 bytes of what was payload are TCP options now
        assertThat(tcp4(packet)).isEqualTo(header(1, 1, 52, 1348, 20, 16));
        packet = Arrays.copyOf(Ipv4Frames.tcp(A, B, 1, 0x10, new byte[3000]), 3000);
        packet[0] = 0x4a; // 20 bytes of IP options, and the TCP header behind them
        packet[2] = (byte) (3000 >> 8);
        packet[3] = (byte) 3000;
        packet[52] = 0x60;
        assertThat(tcp4(packet)).isEqualTo(header(1, 1, 64, 1336, 40, 16));
    }

    @Test
    void onlyTheFirstOfItsPacketsMayAnswerACongestionMark() {
        assertThat(tcp4(Ipv4Frames.tcp(A, B, 1, 0x90, new byte[3000]))).isEqualTo(header(1, 0x81, 40, 1360, 20, 16));
    }

    @Test
    void aPlainPacketHasZerosWhateverWasThereBefore() {
        try (NativeBuffer buffer = new NativeBuffer(VnetHeader.BYTES + 1)) {
            byte[] ones = new byte[VnetHeader.BYTES + 1];
            Arrays.fill(ones, (byte) 0xff);
            buffer.put(ones);
            VnetHeader.putPlain(buffer);
            assertThat(buffer.copy(VnetHeader.BYTES)).containsOnly(0);
            assertThat(buffer.copy(VnetHeader.BYTES, 1)).containsExactly(0xff);
        }
    }

    private static byte[] tcp4(byte[] packet) {
        try (NativeBuffer buffer = new NativeBuffer(VnetHeader.BYTES)) {
            VnetHeader.putTcp4(buffer, packet, 1400);
            return buffer.copy(VnetHeader.BYTES);
        }
    }

    private static byte[] header(int flags, int type, int headers, int segment, int start, int offset) {
        return ByteBuffer.allocate(VnetHeader.BYTES).order(ByteOrder.nativeOrder()).put((byte) flags).put((byte) type)
                .putShort((short) headers).putShort((short) segment).putShort((short) start).putShort((short) offset).array();
    }
}
