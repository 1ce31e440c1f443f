package com.softellect.vpn.api.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTest {

    private static final int TCP = 6;
    private static final int UDP = 17;

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "0.0.0.0/0", "192.0.2.7/32:tcp:443", "192.0.2.0/24:udp:53,5000-5999", "172.16.0.0/12:icmp", "0.0.0.0/0:tcp"})
    void aRuleIsReadAsItIsWritten(String text) {
        assertThat(Rule.parse(text)).hasToString(text);
        assertThat(Rule.parse(text)).isEqualTo(Rule.parse(" " + text + " "));
    }

    @Test
    void whatIsLeftOutIsOneAddressAndEverythingThere() {
        assertThat(Rule.parse("192.0.2.7")).hasToString("192.0.2.7/32");
        assertThat(Rule.parse("192.0.2.7:TCP:80")).hasToString("192.0.2.7/32:tcp:80");
        assertThat(Rule.parse("192.0.2.7/32:any")).hasToString("192.0.2.7/32");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"10.0.0.1/8 | write that, or 10.0.0.1/32", "10.0.0.0/33 | outside 0 to 32", "10.0.0.0/x | no network", "10.0.0/8 | IPv4",
        "example.org | IPv4", "10.0.0.0/8:sctp | no protocol", "10.0.0.0/8:icmp:7 | only tcp and udp", "10.0.0.0/8:any:7 | only tcp and udp",
        "10.0.0.0/8:tcp:0 | not possible", "10.0.0.0/8:tcp:65536 | not possible", "10.0.0.0/8:tcp:90-80 | the lower one first", "10.0.0.0/8:tcp: | no port",
        "10.0.0.0/8:tcp:80,,81 | no port", "10.0.0.0/8:tcp:80:81 | two colons", "10.0.0.0/8: | no protocol", "'' | IPv4",
        "1.0.0.0/8:tcp:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17 | write more rules"})
    void aMistakeIsNamedAndTheFormShown(String text, String mistake) {
        assertThatThrownBy(() -> Rule.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(mistake)
                .hasMessageContaining("CIDR:PROTOCOL:PORTS");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.255.255, 6, 80, true", "10.0.0.0/8, 11.0.0.0, 6, 80, false", "0.0.0.0/0, 255.255.255.255, 253, -1, true",
        "192.0.2.7, 192.0.2.7, 1, -1, true", "192.0.2.7, 192.0.2.6, 1, -1, false", "192.0.2.7:tcp, 192.0.2.7, 17, 80, false",
        "192.0.2.7:tcp:80-90, 192.0.2.7, 6, 80, true", "192.0.2.7:tcp:80-90, 192.0.2.7, 6, 90, true", "192.0.2.7:tcp:80-90, 192.0.2.7, 6, 91, false",
        "192.0.2.7:tcp:80-90, 192.0.2.7, 6, 79, false", "'192.0.2.7:udp:7,9', 192.0.2.7, 17, 9, true", "'192.0.2.7:udp:7,9', 192.0.2.7, 17, 8, false",
        "192.0.2.7:icmp, 192.0.2.7, 1, -1, true", "192.0.2.7:icmp, 192.0.2.7, 6, 80, false", "128.0.0.0/1, 200.1.1.1, 6, 1, true"})
    void aRuleCoversWhatItSays(String rule, String address, int protocol, int port, boolean covered) {
        assertThat(Rule.parse(rule).covers(Ipv4Network.parseAddress(address), protocol, port)).isEqualTo(covered);
    }

    @Test
    void aLaterFragmentPassesByItsAddressAndOneWhosePortIsHiddenDoesNot() {
        Rule web = Rule.parse("192.0.2.7:tcp:443");
        int address = Ipv4Network.parseAddress("192.0.2.7");
        assertThat(web.covers(address, TCP, Rule.LATER_FRAGMENT)).isTrue();
        assertThat(web.covers(address, UDP, Rule.LATER_FRAGMENT)).isFalse();
        assertThat(web.covers(address, TCP, Rule.NO_PORT)).isFalse();
        assertThat(Rule.parse("192.0.2.7:tcp").covers(address, TCP, Rule.NO_PORT)).isTrue();
    }

    @Test
    void withoutRulesEverythingIsAllowedAndWithAnEmptyListNothing() {
        assertThat(Policy.OPEN.allows(1, TCP, 80)).isTrue();
        assertThat(Policy.OPEN.isRestricted()).isFalse();
        Policy closed = Policy.OPEN.withAllowed(List.of());
        assertThat(closed.allows(1, TCP, 80)).isFalse();
        assertThat(closed.isRestricted()).isTrue();
        assertThat(closed.withAllowed(null)).isEqualTo(Policy.OPEN);
        Policy two = Policy.OPEN.withAllowed(List.of(Rule.parse("10.0.0.0/8"), Rule.parse("0.0.0.0/0:udp:53")));
        assertThat(two.allows(Ipv4Network.parseAddress("10.1.1.1"), TCP, 80)).isTrue();
        assertThat(two.allows(Ipv4Network.parseAddress("192.0.2.1"), UDP, 53)).isTrue();
        assertThat(two.allows(Ipv4Network.parseAddress("192.0.2.1"), TCP, 53)).isFalse();
    }

    @Test
    void aPolicyHasItsBounds() {
        assertThatThrownBy(() -> Policy.OPEN.withAllowed(Collections.nCopies(Policy.MAX_RULES + 1, Rule.parse("10.0.0.0/8"))))
                .hasMessageContaining("64 are possible");
    }
}
