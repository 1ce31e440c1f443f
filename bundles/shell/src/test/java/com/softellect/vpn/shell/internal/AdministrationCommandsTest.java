package com.softellect.vpn.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.client.ClientException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AdministrationCommandsTest {

    private final FakeAdministration clients = new FakeAdministration();
    private final AtomicBoolean live = new AtomicBoolean(true);
    private final FakeContext gateway = new FakeContext().with(clients)
            .with(new FakeRegistry(FakeSession.of(12, "alice", "10.66.77.2", live::get)));

    private String run(ClientCommand command, String client, String... options) throws Exception {
        command.client = client;
        command.late = List.of(options);
        return Printed.by(command, gateway);
    }

    @Test
    void disableSaysThatTheSessionHasEnded() throws Exception {
        clients.meanwhile = () -> live.set(false);
        assertThat(run(new ClientDisableCommand(), "alice")).isEqualToIgnoringNewLines("Disabled alice. Its session 12 has ended.");
        assertThat(clients.told).containsExactly("disable alice by local");
    }

    @Test
    void disableOfAClientThatIsNotConnectedSpeaksOfNoSession() throws Exception {
        assertThat(run(new ClientDisableCommand(), "bob")).isEqualToIgnoringNewLines("Disabled bob.");
    }

    @Test
    void enableLetsItConnectAgain() throws Exception {
        assertThat(run(new ClientEnableCommand(), "alice")).isEqualToIgnoringNewLines("Enabled alice.");
        assertThat(clients.told).containsExactly("enable alice by local");
    }

    @Test
    void enableOfAnExpiredClientSaysThatThisIsNotEnough() throws Exception {
        assertThat(run(new ClientEnableCommand(), "late")).contains("vpn:client-set late --expires");
    }

    @Test
    void removeForgetsTheClient() throws Exception {
        clients.meanwhile = () -> live.set(false);
        assertThat(run(new ClientRemoveCommand(), "alice")).contains("Removed alice. Its session 12 has ended.");
        assertThat(clients.told).containsExactly("remove alice by local");
    }

    @Test
    void setChangesWhatItIsGivenAndNothingElse() throws Exception {
        assertThat(run(new ClientSetCommand(), "alice", "--expires", "2099-01-31")).contains("alice expires: 2099-01-31T00:00:00Z");
        assertThat(run(new ClientSetCommand(), "alice", "--client-to-client", "false")).contains("may not exchange packets");
        assertThat(run(new ClientSetCommand(), "alice", "--client-to-client=true", "--expires=never")).contains("expires: never", "alice may exchange");
        assertThat(clients.told).containsExactly("expires alice 2099-01-31T00:00:00Z by local", "clientToClient alice false by local",
                "expires alice null by local", "clientToClient alice true by local");
    }

    @Test
    void setAddressGivesAnotherOrLendsOne() throws Exception {
        clients.meanwhile = () -> live.set(false);
        assertThat(run(new ClientSetCommand(), "alice", "--address", "10.66.77.9")).contains("alice has the address 10.66.77.9. Its session 12 has ended.");
        assertThat(run(new ClientSetCommand(), "alice", "--address", "dynamic")).contains("alice has the address dynamic.");
        assertThat(clients.told).containsExactly("address alice 10.66.77.9 by local", "address alice dynamic by local");
    }

    @Test
    void setAllowPutsRulesInThePlaceOfThoseBefore() throws Exception {
        assertThat(run(new ClientSetCommand(), "alice", "--allow", "10.0.0.0/8", "--allow=192.0.2.7:tcp:443"))
                .contains("may reach", "10.0.0.0/8 192.0.2.7/32:tcp:443");
        assertThat(run(new ClientSetCommand(), "alice", "--allow", "none")).contains("nothing outside");
        assertThat(run(new ClientSetCommand(), "alice", "--allow", "any")).contains("everything outside");
        assertThat(clients.told).hasSize(3).first().asString().startsWith("policy alice").contains("10.0.0.0/8", "192.0.2.7/32:tcp:443");
    }

    @Test
    void setLimitsInBitsASecond() throws Exception {
        assertThat(run(new ClientSetCommand(), "alice", "--limit-up", "20M", "--limit-down=1.5G"))
                .containsSubsequence("limit up", "20Mbit/s", "limit down", "1500Mbit/s");
        assertThat(clients.told).singleElement().asString().contains("upBitsPerSecond=20000000", "downBitsPerSecond=1500000000");
        assertThat(run(new ClientSetCommand(), "alice", "--limit-up", "none")).containsSubsequence("limit up", "none");
        for (String wrong : List.of("20 M", "fast", "7k", "101G", "-5M", "1.0001k", "999999999999999T")) {
            assertThatThrownBy(() -> run(new ClientSetCommand(), "alice", "--limit-down", wrong)).as(wrong).hasMessageContaining("--limit-down");
        }
    }

    @Test
    void setAQuotaForAPeriod() throws Exception {
        assertThat(run(new ClientSetCommand(), "alice", "--quota", "50G/month")).containsSubsequence("quota", "12.3 GB of 50GB/month used, until");
        assertThat(run(new ClientSetCommand(), "alice", "--quota", "12G/Week")).containsSubsequence("quota", "12.3 GB of 12GB/week used up, until");
        assertThat(run(new ClientSetCommand(), "alice", "--quota", "none")).containsSubsequence("quota", "none");
        assertThat(clients.told).first().asString().contains("Quota[bytes=50000000000, period=month]");
        for (String wrong : List.of("50G", "50G/year", "0/day", "50X/day", "/day", "1/2/day", "9000000T/day")) {
            assertThatThrownBy(() -> run(new ClientSetCommand(), "alice", "--quota", wrong)).as(wrong).hasMessageContaining("--quota");
        }
    }

    @Test
    void rulesThatCanNotBeChangeNothing() {
        assertThatThrownBy(() -> run(new ClientSetCommand(), "alice", "--allow", "10.0.0.1/8", "--expires", "never")).hasMessageContaining("10.0.0.0/8");
        assertThatThrownBy(() -> run(new ClientSetCommand(), "alice", "--allow", "any", "--allow", "10.0.0.0/8")).hasMessageContaining("stand alone");
        assertThat(clients.told).isEmpty();
    }

    @Test
    void setWithoutAnythingToSetFails() {
        assertThatThrownBy(() -> run(new ClientSetCommand(), "alice")).hasMessageStartingWith("nothing to change");
        assertThatThrownBy(() -> run(new ClientSetCommand(), "alice", "--expires", "30d", "--client-to-client", "yes"))
                .hasMessageContaining("true or false");
        assertThat(clients.told).isEmpty();
    }

    @Test
    void aChangeThatIsRefusedFailsWithTheReason() {
        clients.failure = new ClientException("there is no client carol: vpn:client-list lists them");
        for (ClientCommand command : List.of(new ClientDisableCommand(), new ClientEnableCommand(), new ClientRemoveCommand())) {
            assertThatThrownBy(() -> run(command, "carol")).hasMessage("there is no client carol: vpn:client-list lists them");
        }
    }

    @Test
    void withoutAGatewayTheFeatureIsNamed() {
        for (VpnCommand command : List.of(new ClientAddCommand(), new ClientRotateCommand(), new ClientDisableCommand(), new ClientEnableCommand(),
                new ClientRemoveCommand(), new ClientSetCommand(), new ClientShowCommand(), new ClientListCommand())) {
            assertThatThrownBy(() -> Printed.by(command, new FakeContext()))
                    .hasMessage("no gateway here: install it with feature:install vpn-gateway");
        }
    }
}
