package com.softellect.vpn.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.tunnel.TunnelState;
import java.util.List;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ClientCommandsTest {

    @Test
    void connectShowsTheTunnelThatIsUp() throws Exception {
        FakeContext client = new FakeContext().with(FakeTunnel.thatEnds(TunnelState.CONNECTED, null));
        assertThat(Printed.by(new ConnectCommand(), client)).contains("CONNECTED", "10.66.77.2/24", "http://gw:8181/cxf/vpn");
    }

    @Test
    void connectFailsWithTheTunnelsProblem() {
        FakeContext client = new FakeContext().with(FakeTunnel.thatEnds(TunnelState.FAILED, "the gateway refused the secret"));
        assertThatThrownBy(() -> Printed.by(new ConnectCommand(), client))
                .hasMessage("the tunnel is FAILED: the gateway refused the secret");
    }

    @Test
    void connectFailsWhenTheTunnelIsNotUpInTime() {
        FakeContext client = new FakeContext().with(new FakeTunnel(TunnelState.WAITING, "connection refused"));
        assertThatThrownBy(() -> Printed.by(Printed.with(new ConnectCommand(), "timeout", 1), client))
                .hasMessageStartingWith("the tunnel is not up after 1 s, but WAITING: connection refused");
    }

    @Test
    void connectRefusesATimeoutThatCannotBe() {
        FakeContext client = new FakeContext().with(new FakeTunnel(TunnelState.DISCONNECTED, null));
        assertThatThrownBy(() -> Printed.by(Printed.with(new ConnectCommand(), "timeout", 0), client))
                .hasMessageStartingWith("--timeout 0 is not possible");
    }

    @Test
    void connectWithoutWaitingReturnsWhileTheTunnelConnects() throws Exception {
        FakeContext client = new FakeContext().with(new FakeTunnel(TunnelState.CONNECTING, null));
        assertThat(Printed.by(Printed.with(new ConnectCommand(), "noWait", true), client)).contains("Connecting to http://gw:8181");
    }

    @Test
    void disconnectEndsTheTunnel() throws Exception {
        FakeTunnel tunnel = new FakeTunnel(TunnelState.CONNECTED, null);
        assertThat(Printed.by(new DisconnectCommand(), new FakeContext().with(tunnel))).contains("Disconnected from http://gw");
        assertThat(tunnel.disconnected).isTrue();
    }

    @Test
    void disconnectOfATunnelThatIsNotConnectedIsNoFailure() throws Exception {
        FakeContext client = new FakeContext().with(new FakeTunnel(TunnelState.DISCONNECTED, null));
        assertThat(Printed.by(new DisconnectCommand(), client)).contains("was not connected");
    }

    @Test
    void statusShowsTheTunnelAndItsProblem() throws Exception {
        FakeContext client = new FakeContext().with(new FakeTunnel(TunnelState.WAITING, "connection refused"));
        assertThat(Printed.by(new StatusCommand(), client))
                .contains("Client", "WAITING for", "connection refused", "40 answered, 1 in flight").doesNotContain("Gateway");
    }

    @Test
    void statusCheckFailsWhileTheTunnelIsNotUp() {
        FakeContext client = new FakeContext().with(new FakeTunnel(TunnelState.WAITING, null));
        assertThatThrownBy(() -> Printed.by(Printed.with(new StatusCommand(), "check", true), client))
                .hasMessage("the tunnel is WAITING, not CONNECTED");
    }

    @Test
    void withoutATunnelTheFeatureIsNamed() {
        for (VpnCommand command : List.of(new ConnectCommand(), new DisconnectCommand())) {
            assertThatThrownBy(() -> Printed.by(command, new FakeContext()))
                    .hasMessage("no tunnel here: install it with feature:install vpn-client");
        }
    }

    @Test
    void aFailureIsOfTheOneTypeThatKarafPrintsWithoutStackTrace() {
        assertThatThrownBy(() -> Printed.by(new StatusCommand(), new FakeContext()))
                .isExactlyInstanceOf(CommandException.class)
                .satisfies(e -> assertThat(((CommandException) e).getNiceHelp()).startsWith("Error: neither gateway nor client here"));
    }
}
