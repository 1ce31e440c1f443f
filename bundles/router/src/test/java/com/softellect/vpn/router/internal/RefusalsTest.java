package com.softellect.vpn.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.datapath.offload.Checksum;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefusalsTest {

    private final FakeSession alice = new FakeSession("10.66.77.2");
    private final FakeSession bob = new FakeSession("10.66.77.3");
    private long now = Long.MAX_VALUE - 5; // a clock that is about to begin anew
    private final Refusals refusals = new Refusals(Ipv4Network.parse("10.66.77.1/24"), () -> now);

    @Test
    void theClientIsToldByTheGatewayWhichPacketWasRefusedAndWhy() {
        refusals.limit(10);
        byte[] refused = Packets.tcp("10.66.77.2", 40000, "192.0.2.7", 443);
        refusals.tell(alice, refused, DropReason.POLICY);
        byte[] told = alice.offered.remove();
        assertThat(Ipv4Packet.check(told)).isNull();
        assertThat(Ipv4Network.format(Ipv4Packet.source(told))).isEqualTo("10.66.77.1");
        assertThat(Ipv4Packet.destination(told)).isEqualTo(alice.address());
        assertThat(told[9]).as("ICMP").isEqualTo((byte) 1);
        assertThat(Arrays.copyOfRange(told, 20, 22)).as("unreachable, administratively prohibited").containsExactly(3, 13);
        assertThat(Arrays.copyOfRange(told, 28, told.length)).isEqualTo(refused);
        assertThat(Checksum.sum(told, 0, 20)).as("of the header").isEqualTo(0xffff);
        assertThat(Checksum.sum(told, 20, told.length - 20)).as("of the message").isEqualTo(0xffff);
        refusals.tell(alice, refused, DropReason.UNKNOWN_DESTINATION);
        assertThat(alice.offered.remove()[21]).as("host unreachable").isEqualTo((byte) 1);
    }

    @Test
    void aLongPacketIsQuotedInPart() {
        refusals.limit(10);
        refusals.tell(alice, Packets.tcp("10.66.77.2", "192.0.2.7", 60_000), DropReason.POLICY);
        assertThat(alice.offered.remove()).hasSize(576);
    }

    @Test
    void eachClientIsToldSoManyASecondAndNoMore() {
        refusals.limit(4);
        byte[] refused = Packets.tcp("10.66.77.2", 40000, "192.0.2.7", 443);
        for (int i = 0; i < 20; i++) {
            refusals.tell(alice, refused, DropReason.POLICY);
        }
        assertThat(alice.offered).hasSize(4);
        refusals.tell(bob, refused, DropReason.POLICY);
        assertThat(bob.offered).hasSize(1);
        now += TimeUnit.MILLISECONDS.toNanos(250);
        refusals.tell(alice, refused, DropReason.POLICY);
        refusals.tell(alice, refused, DropReason.POLICY);
        assertThat(alice.offered).hasSize(5);
    }

    @Test
    void nothingIsSaidOfWhatMustNotBeAnswered() {
        refusals.limit(10);
        byte[] packet = Packets.tcp("10.66.77.2", 40000, "192.0.2.7", 443);
        refusals.tell(alice, Packets.timeExceeded("10.66.77.2", "192.0.2.7", packet), DropReason.POLICY);
        refusals.tell(alice, Packets.fragment(packet, 8), DropReason.POLICY);
        refusals.tell(alice, packet, DropReason.SOURCE_ADDRESS);
        refusals.limit(0);
        refusals.tell(alice, packet, DropReason.POLICY);
        assertThat(alice.offered).isEmpty();
    }
}
