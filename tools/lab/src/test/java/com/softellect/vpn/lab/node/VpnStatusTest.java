package com.softellect.vpn.lab.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VpnStatusTest {

    private static final VpnStatus CONNECTED = new VpnStatus("""
            Client
              tunnel      CONNECTED for 12 s
              gateway     https://192.168.50.1:8443/cxf/vpn
              reconnects  3, 2 with the session going on
              polls       4321 answered, 1 in flight""");

    @Test
    void knowsTheRolesThatAreThere() {
        assertThat(CONNECTED.heading(Role.CLIENT)).isTrue();
        assertThat(CONNECTED.heading(Role.GATEWAY)).isFalse();
    }

    @Test
    void readsStateAndPolls() {
        assertThat(CONNECTED.connected()).isTrue();
        assertThat(CONNECTED.polls()).contains(4321L);
        assertThat(CONNECTED.reconnects()).isEqualTo(3);
        assertThat(CONNECTED.resumes()).isEqualTo(2);
        assertThat(CONNECTED.value("gateway")).contains("https://192.168.50.1:8443/cxf/vpn");
    }

    @Test
    void aTunnelThatWasLostIsNotConnected() {
        VpnStatus waiting = new VpnStatus("Client\n  tunnel      WAITING for 2 s\n  problem     connection refused");

        assertThat(waiting.connected()).isFalse();
        assertThat(waiting.value("problem")).contains("connection refused");
        assertThat(waiting.failed()).isFalse();
        assertThat(waiting.polls()).isEmpty();
    }

    @Test
    void aTunnelThatHasGivenUpIsNotWaiting() {
        VpnStatus failed = new VpnStatus("Client\n  tunnel      FAILED for 2 s\n  problem     the client was disabled");

        assertThat(failed.failed()).isTrue();
        assertThat(failed.connected()).isFalse();
    }
}
