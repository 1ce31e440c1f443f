package com.softellect.vpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Any packets through the doors of a gateway, from its sessions and from its TUN adapter: each ends where {@link GatewayModel} says, unchanged and
 * in order, or is dropped and counted.
 */
class GatewayDoorsFuzzTest {

    private static final int[] ADDRESSES = {address("10.66.77.2"), address("10.66.77.3"), address("10.66.77.4"), address("10.66.77.1"),
        address("10.66.77.9"), address("10.66.77.0"), address("10.66.77.255"), address("255.255.255.255"), address("224.0.0.1"),
        address("239.255.255.255"), address("192.0.2.1"), address("0.0.0.0"), address("127.0.0.1"), address("10.66.78.2")};

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int TCP_HEADER_LENGTH = 12;

    private final GatewayModel gateway = new GatewayModel();

    private static int address(String text) {
        return Ipv4Network.parseAddress(text);
    }

    @BeforeEach
    void start() throws Exception {
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop();
    }

    @FuzzTest(maxDuration = "")
    void anyPackets(FuzzedDataProvider data) throws Exception {
        gateway.openSessions();
        while (data.remainingBytes() > 0) {
            switch (data.consumeInt(0, 7)) {
                case 0 -> gateway.fromAdapter(packets(data));
                case 1 -> gateway.setClientToClient(guest(data), data.consumeBoolean());
                case 2 -> gateway.take(guest(data), data.consumeInt(1, 30), data.consumeInt(0, 70_000));
                case 3 -> gateway.setRoom(data.pickValue(SteppedAdapter.Room.values()));
                case 4 -> gateway.find(data.consumeString(50));
                default -> gateway.fromSession(guest(data), packets(data));
            }
        }
        gateway.takeAll();
    }

    private static int guest(FuzzedDataProvider data) {
        return data.consumeInt(0, GatewayModel.GUESTS - 1);
    }

    private static List<byte[]> packets(FuzzedDataProvider data) {
        List<byte[]> packets = new ArrayList<>();
        for (int i = data.consumeInt(1, 4); i > 0; i--) {
            packets.add(packet(data));
        }
        return packets;
    }

    /** Any bytes; or a good packet with up to two bytes changed. */
    private static byte[] packet(FuzzedDataProvider data) {
        if (data.consumeInt(0, 3) == 0) {
            return data.consumeBytes(data.consumeInt(0, 70));
        }
        byte[] packet = good(data);
        for (int i = Math.max(0, data.consumeInt(-3, 2)); i > 0; i--) {
            packet[data.consumeInt(0, Math.min(packet.length, 60) - 1)] = data.consumeByte();
        }
        return data.consumeInt(0, 15) == 0 ? Arrays.copyOf(packet, data.consumeInt(0, 70_000)) : packet;
    }

    private static byte[] good(FuzzedDataProvider data) {
        int words = data.consumeInt(0, 3) == 0 ? data.consumeInt(5, 15) : 5;
        int length = words * 4 + (data.consumeBoolean() ? data.consumeByte() & 255 : data.consumeInt(0, 65_535 - words * 4));
        byte[] packet = new byte[length];
        ByteBuffer.wrap(packet).put((byte) (0x40 | words)).put((byte) 0).putShort((short) length).putInt(0)
                .put((byte) 64).put((byte) (isTcp(length) ? TCP : UDP)).putShort((short) 0).putInt(address(data)).putInt(address(data));
        if (isTcp(length)) {
            packet[words * 4 + TCP_HEADER_LENGTH] = 0x50;
        }
        return packet;
    }

    /** Every other packet that is long enough, so that there are super-packets. */
    private static boolean isTcp(int length) {
        return length % 2 == 0 && length > 100;
    }

    private static int address(FuzzedDataProvider data) {
        return data.consumeInt(0, 15) == 0 ? data.consumeInt() : data.pickValue(ADDRESSES);
    }
}
