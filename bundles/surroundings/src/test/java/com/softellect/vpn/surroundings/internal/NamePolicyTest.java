package com.softellect.vpn.surroundings.internal;

import static com.softellect.vpn.surroundings.internal.WindowsMachine.gateway;
import static com.softellect.vpn.surroundings.internal.WindowsMachine.link;
import static com.softellect.vpn.surroundings.internal.WindowsMachine.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** DNS on Windows: what is in its registry, and what its DNS client is told. */
class NamePolicyTest {

    private static final List<String> SERVERS = List.of("10.66.77.1", "10.66.77.3");
    private static final String RULES = "SYSTEM\\CurrentControlSet\\Services\\Dnscache\\Parameters\\DnsPolicyConfig";
    private static final String THEIRS = RULES + "\\{00000000-1111-2222-3333-444444444444}";
    private static final String[] TOLD = {"C:\\sc.exe control Dnscache paramchange", "C:\\ipconfig.exe /flushdns"};

    private final WindowsMachine windows = new WindowsMachine();
    private final FakeRegistry registry = windows.registry;
    private final NamePolicy policy = policy();

    private NamePolicy policy() {
        return new NamePolicy(new Registry(registry), windows.commands, "C:\\");
    }

    private static String rule(int number) {
        return RULES + "\\{8c1f7d52-40be-4e39-a9c4-5be0d12f770" + number + "}";
    }

    @AfterEach
    void noKeyIsLeftOpen() {
        assertThat(registry.open()).isZero();
    }

    @Test
    void allNamesAreAskedOfThePushedServersUntilTheyAreRestoredOrWindowsEnds() throws Exception {
        policy.set("vpnc0", SERVERS, List.of());
        assertThat(registry.values(rule(0))).isEqualTo(Map.of("Version", "number 4 bytes 2", "ConfigOptions", "number 4 bytes 8",
                "GenericDNSServers", "text 10.66.77.1;10.66.77.3|", "Name", "texts .||", "volatile", ""));
        assertThat(windows.commands.take()).containsExactly(TOLD);
        policy.set("vpnc0", SERVERS, List.of());
        assertThat(windows.commands.take()).as("it is so").isEmpty();
        policy.restore();
        policy.restore();
        assertThat(windows.commands.take()).containsExactly(TOLD);
        assertThat(registry.keys()).containsExactly(RULES);
    }

    @Test
    void namesOfSomeDomainsAreAskedThereFiftyInARule() throws Exception {
        policy.set("vpnc0", SERVERS, List.of("corp.example", "vpn"));
        assertThat(registry.values(rule(0))).containsEntry("Name", "texts .corp.example|.vpn||");
        policy.set("vpnc0", SERVERS, IntStream.range(0, 51).mapToObj(i -> "d" + i).toList());
        assertThat(registry.values(rule(0)).get("Name")).startsWith("texts .d0|").endsWith("|.d49||");
        assertThat(registry.values(rule(1))).containsEntry("Name", "texts .d50||");
        policy.set("vpnc0", SERVERS, List.of("vpn"));
        assertThat(registry.keys()).containsExactly(RULES, rule(0));
    }

    @Test
    void whatAKilledProcessHasLeftIsRemovedAndNothingElse() throws Exception {
        registry.create(THEIRS);
        policy.set("vpnc0", SERVERS, IntStream.range(0, 256).mapToObj(i -> "d" + i).toList());
        assertThat(registry.keys()).contains(rule(5));
        windows.commands.take();
        NamePolicy next = policy();
        next.restore();
        assertThat(registry.keys()).containsExactly(RULES, THEIRS);
        assertThat(windows.commands.take()).containsExactly(TOLD);
        next.restore();
        policy().restore();
        assertThat(windows.commands.take()).as("nothing is left").isEmpty();
    }

    @Test
    void theGroupPolicyWinsAndTheMessageSaysWhatToSet() {
        registry.create("SOFTWARE\\Policies\\Microsoft\\Windows NT\\DNSClient\\DnsPolicyConfig");
        assertThatThrownBy(() -> policy.set("vpnc0", SERVERS, List.of())).isInstanceOf(SurroundingsException.class).hasMessageContaining("dns = none");
        assertThat(registry.keys()).hasSize(1);
    }

    @Test
    void whatIsRefusedHalfWayIsTakenBack() throws Exception {
        registry.fail("RegSetValueExW", "GenericDNSServers", 5);
        assertThatThrownBy(() -> policy.set("vpnc0", SERVERS, List.of())).isInstanceOf(SurroundingsException.class)
                .hasMessageContaining("GenericDNSServers").hasMessageContaining("administrator");
        policy.restore();
        assertThat(registry.keys()).containsExactly(RULES);
    }

    @Test
    void aRuleThatCantBeRemovedIsNamedAndTriedAgain() throws Exception {
        policy.set("vpnc0", SERVERS, List.of());
        registry.fail("RegDeleteKeyW", "0}", 5);
        assertThatThrownBy(policy::restore).hasMessageContaining("HKLM\\" + rule(0));
        registry.work();
        policy.restore();
        assertThat(registry.keys()).containsExactly(RULES);
    }

    @Test
    void aDnsClientThatCantBeToldIsNoFailure() throws Exception {
        windows.commands.fail("C:\\sc.exe", "exit code 5");
        windows.commands.fail("C:\\ipconfig.exe", "could not be run");
        policy.set("vpnc0", SERVERS, List.of());
        assertThat(windows.commands.take()).containsExactly(TOLD);
    }

    @Test
    void withAFullTunnelTheSystemAsksThePushedServersUntilTheTunnelIsLeft() throws Exception {
        windows.addTunnel(WindowsMachine.TUNNEL);
        SystemSurroundings system = new SystemSurroundings(windows.host);
        system.configure(Rules.of(settings(Map.of("routing", "full"))));
        system.approach(gateway("198.51.100.7"));
        system.enter(link(List.of(), List.of("10.66.77.1", "10.20.0.53"), List.of()));
        assertThat(registry.values(rule(0))).containsEntry("GenericDNSServers", "text 10.66.77.1;10.20.0.53|");
        assertThat(windows.addedRoutes()).contains("10.20.0.53/32 via 0.0.0.0 dev vpnc0 metric 177 protocol 3");
        system.leave();
        assertThat(registry.keys()).containsExactly(RULES);
    }
}
