package com.softellect.vpn.surroundings.internal;

import static com.softellect.vpn.surroundings.internal.WindowsMachine.LINK;
import static com.softellect.vpn.surroundings.internal.WindowsMachine.gateway;
import static com.softellect.vpn.surroundings.internal.WindowsMachine.link;
import static com.softellect.vpn.surroundings.internal.WindowsMachine.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes on Windows, down to the structures that its libraries would get. */
class WindowsRoutesTest {

    private static final String OURS = " metric 177 protocol 3";
    private static final String BY_CABLE = "198.51.100.7/32 via 192.168.1.1 dev Ethernet" + OURS;
    private static final String BY_RADIO = "198.51.100.7/32 via 172.16.0.1 dev Wi-Fi" + OURS;
    private static final String[] EVERYTHING = {"0.0.0.0/1 via 0.0.0.0 dev vpnc0" + OURS, "128.0.0.0/1 via 0.0.0.0 dev vpnc0" + OURS};

    private final WindowsMachine windows = new WindowsMachine();
    private final List<Boolean> told = new ArrayList<>();
    private SystemSurroundings system = new SystemSurroundings(windows.host);

    @BeforeEach
    void start() {
        windows.addTunnel(WindowsMachine.TUNNEL);
        system.listen(told::add);
    }

    @AfterEach
    void allThatWasLentIsGivenBack() {
        assertThat(windows.ipHelper.tables()).isZero();
        assertThat(windows.filtering.sessions()).isZero();
    }

    private void configure(Map<String, Object> values) {
        system.configure(windows.host.possible().apply(Rules.of(settings(values))));
    }

    @Test
    void asDeliveredAGatewayThatPushesNothingChangesNothing() throws Exception {
        configure(Map.of());
        system.approach(gateway("198.51.100.7"));
        system.enter(LINK);
        system.leave();
        system.release();
        assertThat(windows.addedRoutes()).isEmpty();
        assertThat(windows.filtering.filters()).isEmpty();
        assertThat(windows.registry.keys()).isEmpty();
        assertThat(windows.commands.take()).isEmpty();
    }

    @Test
    void fullTunnelTakesAllButTheGatewayAndWhatIsExcludedAndIsUndone() throws Exception {
        configure(Map.of("routing", "full", "exclude", "203.0.113.0/24"));
        system.approach(gateway("198.51.100.7"));
        system.enter(LINK);
        assertThat(windows.addedRoutes()).containsExactly(BY_CABLE, "203.0.113.0/24 via 192.168.1.1 dev Ethernet" + OURS, EVERYTHING[0], EVERYTHING[1]);
        assertThat(windows.filtering.filters()).containsExactly(
                "permit 12 connect6 \"loopback\", flags match 6 1",
                "permit 12 connect6 \"link-local\", to fe80:0:0:0:0:0:0:0/10, to ff00:0:0:0:0:0:0:0/8",
                "block 0 connect6 \"IPv6\"",
                "permit 12 accept6 \"loopback\", flags match 6 1",
                "permit 12 accept6 \"link-local\", to fe80:0:0:0:0:0:0:0/10, to ff00:0:0:0:0:0:0:0/8",
                "block 0 accept6 \"IPv6\"",
                "block 0 forward6 \"forwarded IPv6\"");
        system.leave();
        assertThat(windows.ipHelper.routes()).containsExactlyElementsOf(WindowsMachine.OWN_ROUTES);
        assertThat(windows.filtering.filters()).isEmpty();
        assertThat(windows.filtering.subLayers()).isEmpty();
    }

    @Test
    void aGatewayThatIsReachedByIpv6StaysWithinReach() throws Exception {
        configure(Map.of("routing", "full"));
        system.approach(gateway("2001:db8::7"));
        system.enter(LINK);
        assertThat(windows.filtering.filters()).first().isEqualTo("permit 12 connect6 \"the gateway\", protocol 6, to 2001:db8:0:0:0:0:0:7, port 8443");
        system.approach(gateway("2001:db8::9"));
        assertThat(windows.filtering.filters()).first().asString().contains("2001:db8:0:0:0:0:0:9");
    }

    @Test
    void pushedRoutesGoThroughTheTunnelAndTheGatewayAroundIt() throws Exception {
        configure(Map.of());
        system.approach(gateway("198.51.100.7"));
        system.enter(link(List.of("198.51.100.0/24", "10.20.0.0/16"), List.of(), List.of()));
        assertThat(windows.addedRoutes()).containsExactly(BY_CABLE, "198.51.100.0/24 via 0.0.0.0 dev vpnc0" + OURS, "10.20.0.0/16 via 0.0.0.0 dev vpnc0" + OURS);
        configure(Map.of("routing", "pushed", "routes", "10.40.0.0/16"));
        system.enter(link(List.of("10.20.0.0/16"), List.of(), List.of()));
        assertThat(windows.addedRoutes()).as("new settings, other pushed routes")
                .containsExactly("10.20.0.0/16 via 0.0.0.0 dev vpnc0" + OURS, "10.40.0.0/16 via 0.0.0.0 dev vpnc0" + OURS);
    }

    @Test
    void theGatewaysRouteFollowsTheNetworkAndTheTunnelIsTold() throws Exception {
        configure(Map.of("routing", "full"));
        system.approach(gateway("198.51.100.7"));
        system.look();
        system.enter(LINK);
        windows.ipHelper.plugIn("Ethernet", 0x6008001000000L, 25, false, "192.168.1.7");
        system.look();
        assertThat(windows.addedRoutes()).as("the cable is out").contains(BY_RADIO).doesNotContain(BY_CABLE);
        assertThat(told).containsExactly(true);

        windows.ipHelper.unplug("Wi-Fi");
        system.look();
        assertThat(windows.addedRoutes()).as("no network").containsExactly(EVERYTHING);
        assertThat(told).as("there is nothing to connect over").containsExactly(true);

        windows.ipHelper.plugIn("Ethernet", 0x6008001000000L, 25, true, "192.168.1.7");
        system.look();
        assertThat(windows.addedRoutes()).contains(BY_CABLE);
        assertThat(told).containsExactly(true, true);
    }

    @Test
    void theSumOfTheMetricsOfRouteAndInterfaceDecides() throws Exception {
        windows.ipHelper.plugIn("Ethernet", 0x6008001000000L, 60, true, "192.168.1.7");
        configure(Map.of("routing", "full"));
        system.approach(gateway("198.51.100.7", "192.168.1.9"));
        system.enter(LINK);
        assertThat(windows.addedRoutes()).contains(BY_RADIO, "192.168.1.9/32 via 0.0.0.0 dev Ethernet" + OURS);
    }

    @Test
    void whatAKilledProcessHasLeftIsRemovedAndNothingElse() throws Exception {
        windows.ipHelper.route("198.51.100.0/24 via 192.168.1.1 dev Ethernet metric 1 protocol 3");
        windows.ipHelper.route("198.51.101.0/24 via 192.168.1.1 dev Ethernet metric 177 protocol 2");
        List<String> before = windows.ipHelper.routes();
        configure(Map.of("routing", "full"));
        system.approach(gateway("198.51.100.7"));
        system.enter(LINK);
        windows.ipHelper.unplug("vpnc0");

        SystemSurroundings next = new SystemSurroundings(windows.host());
        next.configure(Rules.of(settings(Map.of())));
        next.clean();
        assertThat(windows.ipHelper.routes()).containsExactlyElementsOf(before);
        assertThat(windows.filtering.filters()).isEmpty();
    }

    @Test
    void aRouteThatSomebodyElseHasPutThereDoesAsWellAndStaysTheirs() throws Exception {
        String theirs = "10.20.0.0/16 via 0.0.0.0 dev vpnc0 metric 9 protocol 3";
        windows.ipHelper.route(theirs);
        configure(Map.of());
        system.approach(gateway("198.51.100.7"));
        system.enter(link(List.of("10.20.0.0/16", "10.30.0.0/16"), List.of(), List.of()));
        system.enter(link(List.of("10.30.0.0/16"), List.of(), List.of()));
        assertThat(windows.addedRoutes()).containsExactly(theirs, "10.30.0.0/16 via 0.0.0.0 dev vpnc0" + OURS);
        system.leave();
        assertThat(windows.addedRoutes()).containsExactly(theirs);
    }

    @Test
    void whatCantBeDoneWholeIsUndoneAndTheMessageSaysWhy() throws Exception {
        configure(Map.of("routing", "full"));
        system.approach(gateway("198.51.100.7"));
        windows.ipHelper.failRoutesTo("128.0.0.0/1", 5);
        assertThatThrownBy(() -> system.enter(LINK)).isInstanceOf(SurroundingsException.class)
                .hasMessageContaining("128.0.0.0/1").hasMessageContaining("Windows error 5").hasMessageContaining("administrator");
        assertThat(windows.addedRoutes()).isEmpty();
    }

    @Test
    void anAdapterThatIsGoneIsNamed() throws Exception {
        windows.ipHelper.unplug("vpnc0");
        configure(Map.of("routing", "full"));
        system.approach(gateway("198.51.100.7"));
        assertThatThrownBy(() -> system.enter(LINK)).isInstanceOf(SurroundingsException.class).hasMessageContaining("vpnc0");
        assertThat(windows.addedRoutes()).isEmpty();
    }

    @Test
    void ipv6ThatCantBeTurnedAwayEndsTheAttemptAndIsUndone() throws Exception {
        configure(Map.of("routing", "full"));
        system.approach(gateway("198.51.100.7"));
        windows.filtering.fail("FwpmFilterAdd0", 3, 0x80320009);
        assertThatThrownBy(() -> system.enter(LINK)).isInstanceOf(SurroundingsException.class)
                .hasMessageContaining("FwpmFilterAdd0").hasMessageContaining("0x80320009");
        assertThat(windows.filtering.filters()).isEmpty();
        assertThat(windows.addedRoutes()).isEmpty();
    }

    @Test
    void theNextVersionGoesOnWithoutOpeningAnything() throws Exception {
        configure(Map.of("routing", "full"));
        system.approach(gateway("198.51.100.7"));
        system.enter(LINK);
        List<String> before = windows.ipHelper.routes();
        Map<String, Object> left = system.left();

        system = new SystemSurroundings(windows.host());
        system.goOn(left);
        configure(Map.of("routing", "full"));
        system.approach(gateway("198.51.100.7"));
        system.enter(LINK);
        assertThat(windows.ipHelper.routes()).containsExactlyElementsOf(before);
        configure(Map.of("routing", "none"));
        assertThat(windows.addedRoutes()).isEmpty();
        assertThat(windows.filtering.filters()).isEmpty();
    }

    @Test
    void smallerPacketsAreNotTried() throws Exception {
        configure(Map.of("findMtu", true));
        system.approach(gateway("198.51.100.7"));
        assertThat(system.narrow()).isFalse();
        assertThat(windows.addedRoutes()).isEmpty();
    }
}
