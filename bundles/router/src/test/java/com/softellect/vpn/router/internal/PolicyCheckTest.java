package com.softellect.vpn.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.api.policy.Policy;
import com.softellect.vpn.api.policy.Rule;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolicyCheckTest {

    private static final String CLIENT = "10.66.77.2";
    private static final String WEB = "192.0.2.7";
    private static final String GATEWAY = "10.66.77.1";

    private final PolicyCheck check = new PolicyCheck(Ipv4Network.parse("10.66.77.1/24"));
    private final Policy policy = policy("192.0.2.7:tcp:443", "198.51.100.0/24:udp:53,5000-5999", "203.0.113.0/24:icmp");

    private static Policy policy(String... rules) {
        return Policy.OPEN.withAllowed(Arrays.stream(rules).map(Rule::parse).toList());
    }

    private boolean from(byte[] packet) {
        return check.allowsFrom(policy, packet);
    }

    private boolean to(byte[] packet) {
        return check.allowsTo(policy, packet);
    }

    @Test
    void whatIsAllowedPassesAndItsAnswersDo() {
        assertThat(from(Packets.tcp(CLIENT, 40000, WEB, 443))).isTrue();
        assertThat(to(Packets.tcp(WEB, 443, CLIENT, 40000))).isTrue();
        assertThat(from(Packets.udp(CLIENT, 40000, "198.51.100.9", 5500))).isTrue();
        assertThat(to(Packets.udp("198.51.100.9", 5500, CLIENT, 40000))).isTrue();
        assertThat(from(Packets.echo(CLIENT, "203.0.113.1"))).isTrue();
        assertThat(to(Packets.echo("203.0.113.1", CLIENT))).isTrue();
    }

    @Test
    void nothingElseDoesEitherWay() {
        assertThat(from(Packets.tcp(CLIENT, 443, WEB, 80))).isFalse();
        assertThat(to(Packets.tcp(WEB, 80, CLIENT, 443))).as("the port that counts is the far one").isFalse();
        assertThat(from(Packets.udp(CLIENT, 40000, WEB, 443))).isFalse();
        assertThat(from(Packets.echo(CLIENT, WEB))).isFalse();
        assertThat(to(Packets.tcp("192.0.2.8", 443, CLIENT, 40000))).isFalse();
        assertThat(from(Packets.ipv4(CLIENT, "203.0.113.1", "protocol 253"))).isFalse();
    }

    @Test
    void ofTheGatewayItselfNamesAndIcmpStayOpen() {
        assertThat(from(Packets.echo(CLIENT, GATEWAY))).isTrue();
        assertThat(to(Packets.echo(GATEWAY, CLIENT))).isTrue();
        assertThat(from(Packets.udp(CLIENT, 40000, GATEWAY, 53))).isTrue();
        assertThat(to(Packets.udp(GATEWAY, 53, CLIENT, 40000))).isTrue();
        assertThat(to(Packets.fragment(Packets.udp(GATEWAY, 53, CLIENT, 40000), 100))).as("the rest of a long answer").isTrue();
        assertThat(from(Packets.tcp(CLIENT, 40000, GATEWAY, 53))).isTrue();
        assertThat(from(Packets.tcp(CLIENT, 40000, GATEWAY, 22))).isFalse();
        assertThat(check.allowsFrom(policy("10.66.77.1:tcp:22"), Packets.tcp(CLIENT, 40000, GATEWAY, 22))).isTrue();
    }

    @Test
    void anIcmpErrorPassesIfThePacketThatItIsAboutMay() {
        String somewhere = "100.64.0.1";
        assertThat(to(Packets.timeExceeded(somewhere, CLIENT, Packets.tcp(CLIENT, 40000, WEB, 443)))).as("a router on the way").isTrue();
        assertThat(to(Packets.timeExceeded(somewhere, CLIENT, Packets.tcp(CLIENT, 40000, WEB, 80)))).isFalse();
        assertThat(from(Packets.timeExceeded(CLIENT, WEB, Packets.tcp(WEB, 443, CLIENT, 40000)))).as("about an answer").isTrue();
        assertThat(from(Packets.timeExceeded(CLIENT, WEB, Packets.tcp(WEB, 80, CLIENT, 40000)))).isFalse();
        byte[] inError = Packets.timeExceeded(somewhere, CLIENT, Packets.timeExceeded(CLIENT, somewhere, Packets.tcp(CLIENT, 40000, WEB, 443)));
        assertThat(to(inError)).as("an error about an error").isFalse();
    }

    @Test
    void aFragmentPassesByItsAddressAndAFirstOneWithoutPortsDoesNot() {
        byte[] whole = Packets.tcp(CLIENT, 40000, WEB, 443);
        assertThat(from(Packets.fragment(whole, 100))).isTrue();
        assertThat(from(Packets.fragment(Packets.tcp(CLIENT, 40000, "192.0.2.8", 443), 100))).isFalse();
        assertThat(from(Packets.cut(whole, 22))).as("too short for its ports").isFalse();
    }

    /** The trap: it is allowed where it says it goes, and goes elsewhere from there. */
    @Test
    void aPacketThatChoosesItsWayDoesNotPass() {
        byte[] web = Packets.tcp(CLIENT, 40000, WEB, 443);
        assertThat(from(Packets.withOptions(web, 1, 131, 7, 4, 10, 0, 0, 1))).as("loosely").isFalse();
        assertThat(from(Packets.withOptions(web, 137, 7, 4, 10, 0, 0, 1, 0))).as("strictly").isFalse();
        assertThat(from(Packets.withOptions(web, 7, 7, 4, 131, 137, 0, 1, 0))).as("another option with such numbers in it").isTrue();
        assertThat(from(Packets.withOptions(web, 1, 1, 0, 131))).as("behind the end of the options").isTrue();
    }

    /** The trap: a header that lies about its length, in the packet or in the one that it quotes. */
    @Test
    void noPacketWhateverIsInItBreaksTheCheck() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            byte[] packet = new byte[20 + random.nextInt(80)];
            random.nextBytes(packet);
            packet[0] = (byte) (0x40 | 5 + random.nextInt(11));
            packet[2] = 0;
            packet[3] = (byte) packet.length;
            packet[9] = (byte) (random.nextBoolean() ? 1 : random.nextInt(256));
            int header = (packet[0] & 15) * 4;
            if (header < packet.length) {
                packet[header] = (byte) (random.nextBoolean() ? 3 : 11);
            }
            if (Ipv4Packet.check(packet) == null) {
                check.allowsFrom(policy, packet);
                check.allowsTo(policy, packet);
            }
        }
    }
}
