package com.softellect.vpn.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.packet.Ipv4Packet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv4Test {

    private static byte[] packet(int length, int first, int totalLength) {
        byte[] packet = new byte[length];
        if (length > 0) {
            packet[0] = (byte) first;
        }
        if (length > 3) {
            packet[2] = (byte) (totalLength >> 8);
            packet[3] = (byte) totalLength;
        }
        return packet;
    }

    @Test
    void wellFormedPacketsPass() {
        assertThat(Ipv4Packet.check(packet(20, 0x45, 20))).isNull();
        assertThat(Ipv4Packet.check(packet(60, 0x4F, 60))).isNull();
        assertThat(Ipv4Packet.check(packet(65_535, 0x45, 65_535))).isNull();
    }

    @Test
    void everyMalformationHasItsReason() {
        assertThat(Ipv4Packet.check(packet(0, 0, 0))).isEqualTo(DropReason.EMPTY);
        assertThat(Ipv4Packet.check(packet(1, 0x45, 0))).isEqualTo(DropReason.TRUNCATED);
        assertThat(Ipv4Packet.check(packet(19, 0x45, 19))).isEqualTo(DropReason.TRUNCATED);
        assertThat(Ipv4Packet.check(packet(40, 0x60, 40))).isEqualTo(DropReason.IPV6);
        assertThat(Ipv4Packet.check(packet(1, 0x60, 0))).isEqualTo(DropReason.IPV6);
        assertThat(Ipv4Packet.check(packet(40, 0xF5, 40))).isEqualTo(DropReason.NOT_IP);
        assertThat(Ipv4Packet.check(packet(40, 0x44, 40))).isEqualTo(DropReason.HEADER_LENGTH);
        assertThat(Ipv4Packet.check(packet(40, 0x4F, 40))).isEqualTo(DropReason.HEADER_LENGTH);
        assertThat(Ipv4Packet.check(packet(40, 0x45, 39))).isEqualTo(DropReason.TOTAL_LENGTH);
        assertThat(Ipv4Packet.check(packet(40, 0x45, 41))).isEqualTo(DropReason.TOTAL_LENGTH);
        assertThat(Ipv4Packet.check(packet(65_536, 0x45, 0))).isEqualTo(DropReason.OVERSIZED);
    }

    @Test
    void addressesAreReadInNetworkByteOrder() {
        byte[] packet = packet(20, 0x45, 20);
        System.arraycopy(new byte[] {10, 66, 77, (byte) 200, (byte) 192, 0, 2, 1}, 0, packet, 12, 8);
        assertThat(Ipv4Network.format(Ipv4Packet.source(packet))).isEqualTo("10.66.77.200");
        assertThat(Ipv4Network.format(Ipv4Packet.destination(packet))).isEqualTo("192.0.2.1");
    }

    @Test
    void multicastIsTheClassD() {
        assertThat(Ipv4Packet.isMulticast(Ipv4Network.parseAddress("224.0.0.1"))).isTrue();
        assertThat(Ipv4Packet.isMulticast(Ipv4Network.parseAddress("239.255.255.255"))).isTrue();
        assertThat(Ipv4Packet.isMulticast(Ipv4Network.parseAddress("223.255.255.255"))).isFalse();
        assertThat(Ipv4Packet.isMulticast(Ipv4Network.parseAddress("240.0.0.1"))).isFalse();
    }

    @Test
    void aNetworkKnowsItsHosts() {
        Ipv4Network network = Ipv4Network.parse("10.66.77.1/24");
        assertThat(network).hasToString("10.66.77.1/24");
        assertThat(Ipv4Network.format(network.broadcast())).isEqualTo("10.66.77.255");
        assertThat(network.isHost(Ipv4Network.parseAddress("10.66.77.254"))).isTrue();
        assertThat(network.isHost(network.base())).isFalse();
        assertThat(network.isHost(network.broadcast())).isFalse();
        assertThat(network.contains(Ipv4Network.parseAddress("10.66.78.1"))).isFalse();
        Ipv4Network pair = Ipv4Network.parse("192.0.2.0/31");
        assertThat(pair.isHost(pair.base())).isTrue();
        assertThat(pair.isHost(pair.broadcast())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.66.77.1", "10.66.77.1/", "10.66.77.1/0", "10.66.77.1/33", "10.66.77/24", "10.66.77.256/24", "host/24", "1.2.3.4/2x"})
    void whatIsNoNetworkSaysSo(String text) {
        assertThatThrownBy(() -> Ipv4Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
