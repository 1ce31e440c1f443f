package com.softellect.vpn.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.packet.Ipv4Packet;
import java.util.Arrays;

/** The packet parser takes exactly what {@link Ipv4Rules} says, and what it says about the rest is true. */
class PacketParserFuzzTest {

    @FuzzTest(maxDuration = "")
    void anyBytesOfAnyLength(FuzzedDataProvider data) {
        byte[] packet = packet(data);
        DropReason reason = Ipv4Packet.check(packet);
        if (reason != null) {
            assertThat(Ipv4Rules.isTrue(reason, packet)).as("%s is true", reason).isTrue();
        } else {
            assertThat(Ipv4Rules.isWellFormed(packet)).as("is well-formed").isTrue();
            assertThat(Ipv4Packet.source(packet)).isEqualTo(Ipv4Rules.source(packet));
            assertThat(Ipv4Packet.destination(packet)).isEqualTo(Ipv4Rules.destination(packet));
        }
    }

    /** The bytes as they are, or made as long as a number says. */
    private static byte[] packet(FuzzedDataProvider data) {
        boolean stretched = data.consumeBoolean();
        int length = stretched ? data.consumeInt(0, Ipv4Packet.MAX_LENGTH + 100) : 0;
        byte[] bytes = data.consumeRemainingAsBytes();
        return stretched ? Arrays.copyOf(bytes, length) : bytes;
    }
}
