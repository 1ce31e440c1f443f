package com.softellect.vpn.surroundings.internal;

import static com.softellect.vpn.surroundings.internal.WindowsMachine.LINK;
import static com.softellect.vpn.surroundings.internal.WindowsMachine.gateway;
import static com.softellect.vpn.surroundings.internal.WindowsMachine.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import com.softellect.vpn.api.surroundings.TunnelLink;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kill switch on Windows, down to the structures that its libraries would get. */
class WfpKillSwitchTest {

    private static final String GATEWAY = "permit 12 connect4 \"gateway vpn.example 198.51.100.7\", protocol 6, to 198.51.100.7, port 8443";
    private static final String INTO_THE_TUNNEL = "permit 12 connect4 \"the tunnel\", interface 0x35000000000000";

    private final WindowsMachine windows = new WindowsMachine();
    private final SystemSurroundings system = new SystemSurroundings(windows.host);

    @AfterEach
    void allThatWasLentIsGivenBack() {
        assertThat(windows.filtering.sessions()).isZero();
        assertThat(windows.filtering.lent()).isZero();
        assertThat(windows.ipHelper.tables()).isZero();
    }

    private static Rules rules(Map<String, Object> values) {
        return Rules.of(settings(values));
    }

    private List<String> filters() {
        return windows.filtering.filters();
    }

    @Test
    void itClosesBeforeTheGatewayIsAskedAndLetsNothingOutButWhatMustBe() throws Exception {
        system.configure(rules(Map.of("killSwitch", true, "localNetworks", "192.168.1.0/24, 10.0.0.0/8")));
        system.approach(gateway("198.51.100.7", "2001:db8::7"));
        assertThat(system.status().killSwitchClosed()).isTrue();
        assertThat(filters()).containsExactly(
                GATEWAY,
                "permit 12 connect6 \"gateway vpn.example 2001:db8:0:0:0:0:0:7\", protocol 6, to 2001:db8:0:0:0:0:0:7, port 8443",
                "permit 12 connect4 \"loopback\", flags match 6 1",
                "permit 12 accept4 \"loopback\", flags match 6 1",
                "permit 12 connect6 \"loopback\", flags match 6 1",
                "permit 12 accept6 \"loopback\", flags match 6 1",
                "permit 12 connect4 \"DHCP\", protocol 17, local port 68, port 67",
                "permit 12 accept4 \"DHCP\", protocol 17, local port 68, port 67",
                "permit 12 connect6 \"DHCP\", protocol 17, local port 546, port 547",
                "permit 12 accept6 \"DHCP\", protocol 17, local port 546, port 547",
                "permit 12 connect6 \"neighbour discovery\", protocol 58, local port 133, local port 135, local port 136",
                "permit 12 accept6 \"neighbour discovery\", protocol 58, local port 134, local port 135, local port 136",
                "block 10 connect4 \"DNS\", protocol 6, protocol 17, port 53, port 853",
                "block 10 connect6 \"DNS\", protocol 6, protocol 17, port 53, port 853",
                "permit 8 connect4 \"local networks\", to 192.168.1.0 mask 255.255.255.0, to 10.0.0.0 mask 255.0.0.0",
                "permit 8 accept4 \"local networks\", to 192.168.1.0 mask 255.255.255.0, to 10.0.0.0 mask 255.0.0.0",
                "permit 8 forward4 \"forwarded to local networks\", destination 192.168.1.0 mask 255.255.255.0, destination 10.0.0.0 mask 255.0.0.0",
                "block 0 connect4 \"all else\"",
                "block 0 connect6 \"all else\"",
                "block 0 accept4 \"all else\"",
                "block 0 accept6 \"all else\"",
                "block 0 forward4 \"all else\"",
                "block 0 forward6 \"all else\"");
        assertThat(windows.filtering.subLayers()).containsExactly("Softellect VPN, kill switch, weight 65535, flags 0");
    }

    @Test
    void theAdapterIsAdmittedWhenItIsThereAndTheNextOneOfThatNameInItsPlace() throws Exception {
        system.configure(rules(Map.of("killSwitch", true, "routing", "none")));
        system.approach(gateway("198.51.100.7"));
        assertThat(filters()).noneMatch(filter -> filter.contains("tunnel"));
        windows.addTunnel(WindowsMachine.TUNNEL);
        system.enter(LINK);
        assertThat(filters()).filteredOn(filter -> filter.contains("tunnel")).containsExactly(
                INTO_THE_TUNNEL,
                "permit 12 accept4 \"the tunnel\", interface 0x35000000000000",
                "permit 12 connect6 \"the tunnel\", interface 0x35000000000000",
                "permit 12 accept6 \"the tunnel\", interface 0x35000000000000",
                "permit 12 forward4 \"forwarded from the tunnel\", interface 0x35000000000000",
                "permit 12 forward4 \"forwarded into the tunnel\", out of 0x35000000000000");
        windows.addTunnel(0x35000001000000L);
        system.approach(gateway("198.51.100.7"));
        system.enter(LINK);
        assertThat(filters()).contains("permit 12 connect4 \"the tunnel\", interface 0x35000001000000").doesNotContain(INTO_THE_TUNNEL);
    }

    @Test
    void anAdapterThatWindowsHasGivenAnotherNameIsTheOne() throws Exception {
        windows.ipHelper.plugIn("vpnc0-1", WindowsMachine.TUNNEL, 5, true, "10.66.77.2");
        system.configure(rules(Map.of("killSwitch", true, "routing", "full")));
        system.approach(gateway("198.51.100.7"));
        system.enter(new TunnelLink("vpnc0-1", LINK.network(), LINK.pushed()));
        assertThat(filters()).contains(INTO_THE_TUNNEL);
        assertThat(windows.addedRoutes()).contains("128.0.0.0/1 via 0.0.0.0 dev vpnc0-1 metric 177 protocol 3");
        system.approach(gateway("198.51.100.7"));
        assertThat(filters()).as("while it connects anew").contains(INTO_THE_TUNNEL);
    }

    @Test
    void itStaysWhileTheTunnelIsDownAndOpensOnlyWhenSomebodyWantsToBeWithoutTheTunnel() throws Exception {
        windows.addTunnel(WindowsMachine.TUNNEL);
        system.configure(rules(Map.of("killSwitch", true, "routing", "full")));
        system.approach(gateway("198.51.100.7"));
        system.enter(LINK);
        system.leave();
        assertThat(filters()).contains(GATEWAY, "block 0 connect4 \"all else\"").noneMatch(filter -> filter.contains("link-local"));
        system.approach(gateway("198.51.100.9"));
        assertThat(filters()).as("another address in the place of the first").doesNotContain(GATEWAY);
        system.release();
        assertThat(filters()).isEmpty();
        assertThat(windows.filtering.subLayers()).isEmpty();
        assertThat(system.status().killSwitchClosed()).isFalse();
    }

    @Test
    void itIsChangedInOneTransactionOrNotAtAll() throws Exception {
        system.configure(rules(Map.of("killSwitch", true)));
        system.approach(gateway("198.51.100.7"));
        List<String> before = filters();
        for (String function : List.of("FwpmEngineOpen0", "FwpmTransactionBegin0", "FwpmFilterDeleteByKey0", "FwpmSubLayerAdd0", "FwpmFilterAdd0", "FwpmTransactionCommit0")) {
            windows.filtering.work();
            windows.filtering.fail(function, 1, 5);
            assertThatThrownBy(() -> system.approach(gateway("198.51.100.9"))).as(function).isInstanceOf(SurroundingsException.class)
                    .hasMessageContaining(function).hasMessageContaining("administrator");
            assertThat(filters()).as(function).isEqualTo(before);
        }
        windows.filtering.work();
        windows.filtering.fail("FwpmTransactionCommit0", 9, 5);
        system.approach(gateway("198.51.100.9"));
        assertThat(windows.filtering.count("FwpmTransactionCommit0")).isOne();
        assertThat(filters()).isNotEqualTo(before);
    }

    @Test
    void ifItCantBeClosedNoGatewayIsApproached() {
        system.configure(rules(Map.of("killSwitch", true)));
        windows.filtering.fail("FwpmEngineOpen0", 1, 1753);
        assertThatThrownBy(() -> system.approach(gateway("198.51.100.7"))).isInstanceOf(SurroundingsException.class).hasMessageContaining("net start bfe");
        assertThat(filters()).isEmpty();
    }

    @Test
    void whenTheAdapterCantBeAdmittedTheTunnelIsNotEntered() throws Exception {
        windows.addTunnel(WindowsMachine.TUNNEL);
        system.configure(rules(Map.of("killSwitch", true, "routing", "full")));
        system.approach(gateway("198.51.100.7"));
        windows.filtering.fail("FwpmTransactionBegin0", 1, 258);
        assertThatThrownBy(() -> system.enter(LINK)).isInstanceOf(SurroundingsException.class).hasMessageContaining("net helpmsg 258");
        assertThat(windows.addedRoutes()).isEmpty();
        assertThat(filters()).contains(GATEWAY);
    }

    @Test
    void oneThatAKilledProcessHasLeftStaysClosedAndKnowsTheGateway() throws Exception {
        system.configure(rules(Map.of("killSwitch", true)));
        system.approach(gateway("198.51.100.7", "2001:db8::7"));
        List<String> before = filters();

        SystemSurroundings next = new SystemSurroundings(windows.host());
        next.configure(rules(Map.of("killSwitch", true)));
        next.clean();
        assertThat(next.status().killSwitchClosed()).isTrue();
        assertThat(filters()).isEqualTo(before);
        assertThat(next.lastKnown("vpn.example")).containsExactly(InetAddress.getByName("198.51.100.7"), InetAddress.getByName("2001:db8::7"));
        assertThat(next.lastKnown("vpn")).isEmpty();
        next.release();
        assertThat(filters()).isEmpty();
    }

    @Test
    void oneThatIsWantedNoMoreOpensAtTheNextStart() throws Exception {
        system.configure(rules(Map.of("killSwitch", true)));
        system.approach(gateway("198.51.100.7"));
        SystemSurroundings next = new SystemSurroundings(windows.host());
        next.configure(rules(Map.of()));
        next.clean();
        assertThat(filters()).isEmpty();
        assertThat(next.status().killSwitchClosed()).isFalse();
    }
}
