package com.softellect.vpn.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.Enrolment;
import com.softellect.vpn.api.client.NewClient;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.Surroundings;
import com.softellect.vpn.api.surroundings.SurroundingsStatus;
import com.softellect.vpn.api.tunnel.TunnelState;
import com.softellect.vpn.credential.ProfileFormat;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ClientCommandsTest {

    @Test
    void connectShowsTheTunnelThatIsUp() throws Exception {
        FakeContext client = new FakeContext().with(FakeTunnel.thatEnds(TunnelState.CONNECTED, null));
        assertThat(Printed.by(new ConnectCommand(), client)).contains("CONNECTED", "10.66.77.2/24", "https://gw:8443/cxf/vpn", "limits      " + FakeTunnel.NOTICE);
    }

    @Test
    void connectFailsWithTheTunnelsProblem() {
        FakeContext client = new FakeContext().with(FakeTunnel.thatEnds(TunnelState.FAILED, "the gateway refused the key"));
        assertThatThrownBy(() -> Printed.by(new ConnectCommand(), client))
                .hasMessage("the tunnel is FAILED: the gateway refused the key");
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
        assertThat(Printed.by(Printed.with(new ConnectCommand(), "noWait", true), client)).contains("Connecting to https://gw:8443");
    }

    @Test
    void connectTakesAProfileAndSaysToDeleteTheFile(@TempDir Path base) throws Exception {
        FakeTunnel tunnel = FakeTunnel.thatEnds(TunnelState.CONNECTED, null);
        Path file = base.resolve("alice.vpnprofile");
        FakeAdministration gateway = new FakeAdministration();
        try (Enrolment issued = gateway.add(new NewClient("alice", null, null, null, false), "local")) {
            Files.write(file, issued.profile());
        }
        String printed = Printed.by(connect("alice.vpnprofile"), new FakeContext().with(tunnel).at(base));
        assertThat(tunnel.profile.clientId()).isEqualTo("alice");
        assertThat(printed).contains("CONNECTED", file + " is not needed any more: delete it")
                .doesNotContain(Base64.getEncoder().encodeToString(gateway.key.secret()));
        tunnel.unwritable = new AccessDeniedException("profile.vpnprofile");
        assertThatThrownBy(() -> Printed.by(connect(file.toString()), new FakeContext().with(tunnel).at(base)))
                .hasMessage("the profile can't be kept: Karaf's user may not");
    }

    @Test
    void connectSaysWhichFileItCannotRead(@TempDir Path base) throws Exception {
        FakeContext client = new FakeContext().with(new FakeTunnel(TunnelState.DISCONNECTED, null)).at(base);
        assertThatThrownBy(() -> Printed.by(connect("a.vpnprofile"), client))
                .hasMessage(base.resolve("a.vpnprofile") + " can't be read: there is no such file or folder");
        Files.write(base.resolve("large"), new byte[ProfileFormat.MAX_BYTES + 1]);
        assertThatThrownBy(() -> Printed.by(connect("large"), client)).hasMessageContaining("longer than " + ProfileFormat.MAX_BYTES);
        Files.writeString(base.resolve("other"), "{}");
        assertThatThrownBy(() -> Printed.by(connect("other"), client)).hasMessageStartingWith(base.resolve("other") + ": this is no profile");
    }

    private static ConnectCommand connect(String file) {
        ConnectCommand command = new ConnectCommand();
        command.file = file;
        return command;
    }

    @Test
    void identityShowsThePublicKeyAndHowItIsUsed() throws Exception {
        assertThat(Printed.by(new IdentityCommand(), new FakeContext().with(new FakeTunnel(TunnelState.DISCONNECTED, null))))
                .contains("Client", "vpn:client-add --public-key " + FakeAdministration.PUBLIC_KEY).doesNotContain("Gateway\n");
    }

    @Test
    void disconnectEndsTheTunnel() throws Exception {
        FakeTunnel tunnel = new FakeTunnel(TunnelState.CONNECTED, null);
        assertThat(Printed.by(new DisconnectCommand(), new FakeContext().with(tunnel))).contains("Disconnected from https://gw");
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
                .contains("Client", "WAITING for", "connection refused", "3, 2 with the session going on", "40 answered, 1 in flight")
                .doesNotContain("Gateway");
    }

    @Test
    void statusShowsWhatIsDoneToTheSystemAroundTheTunnel() throws Exception {
        SurroundingsStatus around = new SurroundingsStatus(true, List.of(Ipv4Network.parse("10.20.0.0/16"), Ipv4Network.parse("10.30.0.0/16")), 1280,
                "key routing: 'all' is none of full, pushed, none");
        Object surroundings = Proxy.newProxyInstance(Surroundings.class.getClassLoader(), new Class<?>[] {Surroundings.class}, (proxy, method, args) ->
                method.getName().equals("status") ? around : method.invoke(this, args));
        FakeContext client = new FakeContext().with(new FakeTunnel(TunnelState.CONNECTED, null)).with(surroundings);
        assertThat(Printed.by(new StatusCommand(), client)).containsPattern("through it +10.20.0.0/16, 10.30.0.0/16").containsPattern("kill switch +closed")
                .contains("packets of 1280 bytes at most", "key routing");
    }

    @Test
    void statusWithoutAProfileSaysHowToGiveOne() throws Exception {
        assertThat(Printed.by(new StatusCommand(), new FakeContext().with(FakeTunnel.withoutProfile()))).contains("no profile: vpn:connect FILE");
    }

    @Test
    void statusCheckFailsWhileTheTunnelIsNotUp() {
        FakeContext client = new FakeContext().with(new FakeTunnel(TunnelState.WAITING, null));
        assertThatThrownBy(() -> Printed.by(Printed.with(new StatusCommand(), "check", true), client.installed("tunnel")))
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
