package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.session.Batch;
import com.softellect.vpn.api.surroundings.PushedSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a gateway says of the networks behind it. */
class PushedTermsTest {

    private static Terms terms(List<String> routes, List<String> servers, List<String> domains) {
        return Terms.of(FakeGateway.grant("s1").withPushed(routes, servers, domains), Settings.checked(Map.of()));
    }

    @Test
    void itIsPartOfTheTerms() {
        assertThat(terms(List.of("10.20.0.0/16"), List.of("10.66.77.1"), List.of("corp.example")).pushed()).isEqualTo(
                new PushedSettings(List.of(Ipv4Network.parse("10.20.0.0/16")), List.of("10.66.77.1"), List.of("corp.example")));
    }

    @Test
    void aGatewayThatSaysNothingPushesNothing() {
        assertThat(Terms.of(FakeGateway.grant("s1"), Settings.checked(Map.of())).pushed()).isEqualTo(PushedSettings.none());
    }

    /** They become arguments of programs that run with privileges. */
    @Test
    void whatIsNoAddressOrNameIsNotTaken() {
        assertThatThrownBy(() -> terms(List.of("10.0.0.0/8 via 1.2.3.4"), List.of(), List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> terms(List.of(), List.of("1.2.3.4\nnameserver 6.6.6.6"), List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> terms(List.of(), List.of(), List.of("a.example\noptions x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> terms(List.of(), List.of(), List.of("--help"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNextVersionOfTheTunnelKnowsItToo() {
        Terms terms = terms(List.of("10.20.0.0/16"), List.of("10.66.77.1"), List.of("corp.example"));
        LeftTunnel left = new LeftTunnel("alice", terms, new Batch(0, List.of()), 1, 0, Map.of());
        assertThat(LeftTunnel.of(left.state()).terms()).isEqualTo(terms);
    }

    @Test
    void aVersionThatKnewNothingOfItLeftNone() {
        LeftTunnel left = new LeftTunnel("alice", terms(List.of("10.20.0.0/16"), List.of(), List.of()), new Batch(0, List.of()), 1, 0, Map.of());
        Map<String, Object> older = new HashMap<>(left.state().passing());
        older.keySet().removeAll(List.of("routes", "dnsServers", "dnsDomains"));
        assertThat(LeftTunnel.of(new HandoverState(LeftTunnel.VERSION, Map.of(), older, null)).terms().pushed()).isEqualTo(PushedSettings.none());
    }
}
