package com.softellect.vpn.fuzz;

import com.softellect.vpn.api.packet.DropReason;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a well-formed IPv4 packet is (RFC 791, section 3.1), said a second time and in another way than {@code Ipv4Packet} does: each
 * reason to drop a packet as a condition of its own. Stateless.
 */
final class Ipv4Rules {

    private static final Map<DropReason, Predicate<byte[]>> FAULTS = Map.of(
            DropReason.EMPTY, p -> p.length == 0,
            DropReason.IPV6, p -> version(p) == 6,
            DropReason.NOT_IP, p -> version(p) >= 0 && version(p) != 4 && version(p) != 6,
            DropReason.TRUNCATED, p -> p.length > 0 && p.length < 20,
            DropReason.OVERSIZED, p -> p.length > 65_535,
            DropReason.HEADER_LENGTH, p -> p.length > 0 && (headerWords(p) < 5 || headerWords(p) * 4 > p.length),
            DropReason.TOTAL_LENGTH, p -> p.length >= 4 && Short.toUnsignedInt(ByteBuffer.wrap(p).getShort(2)) != p.length);

    private Ipv4Rules() {
    }

    /** Whether that is a reason to drop the packet. */
    static boolean isTrue(DropReason reason, byte[] packet) {
        return FAULTS.get(reason).test(packet);
    }

    static boolean isWellFormed(byte[] packet) {
        return FAULTS.values().stream().noneMatch(fault -> fault.test(packet));
    }

    /** Whether a well-formed packet is TCP in one piece, with whole headers and a payload. */
    static boolean isTcpInOnePiece(byte[] packet) {
        int tcp = headerWords(packet) * 4;
        if (packet[9] != 6 || (ByteBuffer.wrap(packet).getShort(6) & 0x3FFF) != 0 || packet.length < tcp + 20) {
            return false;
        }
        int tcpHeader = Byte.toUnsignedInt(packet[tcp + 12]) / 16 * 4;
        return tcpHeader >= 20 && tcp + tcpHeader < packet.length;
    }

    static int source(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt(12);
    }

    static int destination(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt(16);
    }

    /** -1 if there is none. */
    private static int version(byte[] packet) {
        return packet.length == 0 ? -1 : Byte.toUnsignedInt(packet[0]) / 16;
    }

    private static int headerWords(byte[] packet) {
        return Byte.toUnsignedInt(packet[0]) % 16;
    }
}
