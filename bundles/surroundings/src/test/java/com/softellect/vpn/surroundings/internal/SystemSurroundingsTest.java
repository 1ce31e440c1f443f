package com.softellect.vpn.surroundings.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.PushedSettings;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import com.softellect.vpn.api.surroundings.TunnelLink;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemSurroundingsTest {

    private static final String ADDRESSES = """
            [{"ifname":"lo","addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8}]},{},
             {"ifname":"eth0","mtu":1500,"addr_info":[{"family":"inet","local":"192.168.1.7","prefixlen":24}]},
             {"ifname":"wlan0","mtu":1500,"addr_info":[{"family":"inet","local":"172.16.0.9","prefixlen":24}]}]""";
    private static final String BY_CABLE = """
            [{"dst":"default","gateway":"192.168.1.1","dev":"eth0","protocol":"dhcp","metric":100,"flags":[]},
             {"dst":"192.168.1.0/24","dev":"eth0","protocol":"kernel","scope":"link","prefsrc":"192.168.1.7","metric":100,"flags":[]},
             {"dst":"default","gateway":"172.16.0.1","dev":"wlan0","protocol":"dhcp","metric":600,"flags":[]}]""";
    private static final String BY_RADIO = """
            [{"dst":"default","gateway":"192.168.1.1","dev":"eth0","protocol":"dhcp","metric":100,"flags":["linkdown"]},
             {"dst":"0.0.0.0/1","dev":"vpnc0","protocol":"177","metric":40,"flags":[]},
             {"dst":"198.51.100.7","gateway":"192.168.1.1","dev":"eth0","protocol":"177","metric":40,"flags":[]},
             {"dst":"default","gateway":"172.16.0.1","dev":"wlan0","protocol":"dhcp","metric":600,"flags":[]}]""";

    private static final String IPV6_ROUTES = """
            [{"dst":"2001:db8::/32","gateway":"fe80::1","dev":"eth0","protocol":"ra","metric":100,"flags":[]},
             {"type":"unreachable","dst":"::/1","dev":"lo","protocol":"177","metric":40,"flags":[]},
             {"dst":"2001:db8::7","gateway":"fe80::9","dev":"eth0","protocol":"177","metric":40,"flags":[]},
             {"dst":"default","gateway":"fe80::2","dev":"eth0","protocol":"ra","metric":100,"flags":[]}]""";
    private static final String IPV6_ADDRESSES = """
            [{"ifname":"eth0","mtu":1500,"addr_info":[{"family":"inet6","local":"2001:db8:1::7","scope":"global"},
              {"family":"inet6","local":"2001:db8:1::99","scope":"global","temporary":true}]}]""";
    private static final String IPV6_WAY = "2001:db8:0:0:0:0:0:7/128 via fe80::1 dev eth0";

    private static final String MARKS = " proto 177 metric 40";
    private static final String CLEAR = "ip -4 route flush table main proto 177";
    private static final String CLEAR_IPV6 = "ip -6 route flush table main proto 177";
    private static final TunnelLink LINK = link(List.of(), List.of(), List.of());

    private final Recorder commands = new Recorder();
    private final List<Boolean> told = new ArrayList<>();

    @TempDir
    private Path root;
    private SystemSurroundings system;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(root.resolve("etc"));
        commands.answer("ip -j -4 route", BY_CABLE);
        commands.answer("ip -j -4 address", ADDRESSES);
        commands.fail("nft list", "No such file or directory");
        system = new SystemSurroundings(HostSystem.linux(commands, root));
        system.listen(told::add);
    }

    private static TunnelLink link(List<String> routes, List<String> servers, List<String> domains) {
        return new TunnelLink("vpnc0", Ipv4Network.parse("10.66.77.2/24"),
                new PushedSettings(routes.stream().map(Ipv4Network::parse).toList(), servers, domains));
    }

    private static SurroundingsSettings settings(Map<String, Object> values) {
        return (SurroundingsSettings) Proxy.newProxyInstance(SurroundingsSettings.class.getClassLoader(), new Class<?>[] {SurroundingsSettings.class},
                (proxy, method, args) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    private void configure(Map<String, Object> values) {
        system.configure(Rules.of(settings(values)));
    }

    private static Approach gateway(String... addresses) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        return new Approach("vpn.example", all, 8443, "vpnc0");
    }

    private List<String> fullIpv6(String... others) {
        List<String> all = new ArrayList<>(List.of(others));
        if (Ipv6.isOn()) {
            all.add("ip -6 -batch - | route replace unreachable ::/1" + MARKS + "; route replace unreachable 8000::/1" + MARKS);
        }
        return all;
    }

    @Test
    void asDeliveredAGatewayThatPushesNothingChangesNothing() throws Exception {
        configure(Map.of());
        system.approach(gateway("198.51.100.7"));
        system.enter(LINK);
        system.leave();
        system.release();
        assertThat(commands.take()).isEmpty();
    }

    @Test
    void asDeliveredPushedRoutesGoThroughTheTunnelAndTheSystemAsksItsOwnServers() throws Exception {
        configure(Map.of());
        system.approach(gateway("198.51.100.7"));
        system.enter(link(List.of("10.20.0.0/16", "10.30.0.0/16"), List.of("10.66.77.1"), List.of()));
        assertThat(commands.changes()).containsExactly("ip -4 -batch - | route replace 10.20.0.0/16 dev vpnc0" + MARKS
                + "; route replace 10.30.0.0/16 dev vpnc0" + MARKS);
        system.leave();
        assertThat(commands.changes()).containsExactly(CLEAR, CLEAR_IPV6);
        assertThat(root.resolve("etc/resolv.conf")).doesNotExist();
    }

    @Test
    void fullTunnelTakesAllButTheGatewayAndWhatIsExcluded() throws Exception {
        configure(Map.of("routing", "full", "exclude", "203.0.113.0/24"));
        system.approach(gateway("198.51.100.7"));
        assertThat(commands.changes()).isEmpty();
        system.enter(LINK);
        assertThat(commands.changes()).containsExactlyElementsOf(fullIpv6("ip -4 -batch - | "
                + "route replace 198.51.100.7/32 via 192.168.1.1 dev eth0" + MARKS
                + "; route replace 203.0.113.0/24 via 192.168.1.1 dev eth0" + MARKS
                + "; route replace 0.0.0.0/1 dev vpnc0" + MARKS
                + "; route replace 128.0.0.0/1 dev vpnc0" + MARKS));
        system.leave();
        assertThat(commands.changes()).containsExactly(CLEAR, CLEAR_IPV6);
    }

    @Test
    void aGatewayOnTheSameCableNeedsNoRouter() throws Exception {
        configure(Map.of("routing", "full"));
        system.approach(gateway("192.168.1.9"));
        system.enter(LINK);
        assertThat(commands.changes().get(0)).contains("route replace 192.168.1.9/32 dev eth0" + MARKS);
    }

    @Test
    void aPushedRouteThatCoversTheGatewayDoesNotTakeItIntoTheTunnel() throws Exception {
        configure(Map.of());
        system.approach(gateway("198.51.100.7"));
        system.enter(link(List.of("198.51.100.0/24"), List.of(), List.of()));
        assertThat(commands.changes().get(0)).startsWith("ip -4 -batch - | route replace 198.51.100.7/32 via 192.168.1.1 dev eth0");
    }

    @Test
    void theGatewaysRouteFollowsTheNetworkAndTheTunnelIsTold() throws Exception {
        configure(Map.of("routing", "full"));
        system.approach(gateway("198.51.100.7"));
        system.look();
        system.enter(LINK);
        commands.take();

        system.look();
        assertThat(commands.changes()).as("nothing has changed").isEmpty();

        commands.answer("ip -j -4 route", BY_RADIO);
        system.look();
        assertThat(commands.changes().get(0)).contains("route replace 198.51.100.7/32 via 172.16.0.1 dev wlan0" + MARKS);
        assertThat(told).containsExactly(true);

        commands.answer("ip -j -4 route", "[]");
        system.look();
        assertThat(commands.changes().get(0)).as("no network").contains("route replace unreachable 198.51.100.7/32" + MARKS);
        assertThat(told).as("there is nothing to connect over").containsExactly(true);

        commands.answer("ip -j -4 route", BY_RADIO);
        system.look();
        assertThat(commands.changes().get(0)).contains("route replace 198.51.100.7/32 via 172.16.0.1 dev wlan0" + MARKS);
        assertThat(told).as("the same network is back").containsExactly(true, false);
    }

    @Test
    void anotherAddressOnTheSameInterfaceIsAnotherWay() throws Exception {
        configure(Map.of());
        system.approach(gateway("198.51.100.7"));
        system.look();
        commands.answer("ip -j -4 address", ADDRESSES.replace("192.168.1.7", "192.168.1.8"));
        system.look();
        assertThat(told).containsExactly(true);
    }

    @Test
    void smallerPacketsAreTriedInTurnOnARouteOfTheGatewaysOwnUntilNoneAreLeft() throws Exception {
        configure(Map.of());
        system.approach(gateway("198.51.100.7"));
        for (int mtu : new int[] {1400, 1280, 1024, 576}) {
            assertThat(system.narrow()).isTrue();
            assertThat(commands.changes()).containsExactly("ip -4 -batch - | route replace 198.51.100.7/32 via 192.168.1.1 dev eth0" + MARKS + " mtu lock " + mtu);
        }
        assertThat(system.narrow()).isFalse();
        assertThat(commands.changes()).containsExactly("ip -4 -force -batch - | route delete 198.51.100.7/32 via 192.168.1.1 dev eth0" + MARKS + " mtu lock 576");
    }

    /** No way of IPv6 carries less than 1280 bytes. */
    @Test
    void smallerPacketsAreTriedOverIpv6Too() throws Exception {
        assumeTrue(Ipv6.isOn());
        commands.answer("ip -j -6 route", IPV6_ROUTES);
        commands.answer("ip -j -6 address", IPV6_ADDRESSES);
        configure(Map.of());
        system.approach(gateway("2001:db8::7"));
        for (int mtu : new int[] {1400, 1280}) {
            assertThat(system.narrow()).isTrue();
            assertThat(commands.changes()).containsExactly("ip -6 -batch - | route replace " + IPV6_WAY + MARKS + " mtu lock " + mtu);
        }
        assertThat(system.narrow()).isFalse();
        assertThat(commands.changes()).containsExactly("ip -6 -force -batch - | route delete " + IPV6_WAY + MARKS + " mtu lock 1280");
    }

    @Test
    void aGatewayThatIsReachedOverIpv6StaysWithinReachOfAFullTunnelAndItsRouteFollowsTheNetwork() throws Exception {
        assumeTrue(Ipv6.isOn());
        commands.answer("ip -j -6 route", IPV6_ROUTES);
        commands.answer("ip -j -6 address", IPV6_ADDRESSES);
        configure(Map.of("routing", "full"));
        system.approach(gateway("2001:db8::7"));
        system.look();
        system.enter(LINK);
        assertThat(commands.changes()).contains("ip -6 -batch - | route replace " + IPV6_WAY + MARKS + "; route replace unreachable ::/1" + MARKS
                + "; route replace unreachable 8000::/1" + MARKS);

        commands.answer("ip -j -6 address", IPV6_ADDRESSES.replace("2001:db8:1::99", "2001:db8:1::aa"));
        system.look();
        assertThat(told).as("a temporary address").isEmpty();

        commands.answer("ip -j -6 route", IPV6_ROUTES.replace("\"eth0\"", "\"wlan0\""));
        system.look();
        assertThat(told).containsExactly(true);
        assertThat(commands.changes()).anyMatch(line -> line.startsWith("ip -6 -batch - | route replace " + IPV6_WAY.replace("eth0", "wlan0") + MARKS));
    }

    @Test
    void aWayThatWasFoundToBeNarrowStaysSoUntilItIsAnother() throws Exception {
        commands.answer("ip -j -4 address", ADDRESSES.replace("\"mtu\":1500", "\"mtu\":9000"));
        configure(Map.of("routing", "full"));
        system.approach(gateway("198.51.100.7"));
        system.look();
        system.narrow();
        commands.take();
        system.approach(gateway("198.51.100.7"));
        system.enter(LINK);
        assertThat(commands.changes()).filteredOn(line -> line.startsWith("ip -4 -batch")).hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("route replace 198.51.100.7/32 via 192.168.1.1 dev eth0" + MARKS + " mtu lock 1500"));
        commands.answer("ip -j -4 route", BY_RADIO);
        system.look();
        assertThat(commands.changes().get(0)).contains("198.51.100.7/32 via 172.16.0.1 dev wlan0" + MARKS + ";");
    }

    @Test
    void whoWantsNoSmallerPacketsGetsNone() throws Exception {
        configure(Map.of("findMtu", false));
        system.approach(gateway("198.51.100.7"));
        assertThat(system.narrow()).isFalse();
        assertThat(commands.take()).isEmpty();
    }

    @Test
    void newSettingsApplyToATunnelThatIsUp() throws Exception {
        configure(Map.of("routing", "full"));
        system.approach(gateway("198.51.100.7"));
        system.enter(link(List.of("10.20.0.0/16"), List.of(), List.of()));
        commands.take();

        configure(Map.of("routing", "pushed", "routes", "10.40.0.0/16"));
        List<String> changes = commands.changes();
        assertThat(changes.get(0)).isEqualTo("ip -4 -batch - | route replace 10.20.0.0/16 dev vpnc0" + MARKS + "; route replace 10.40.0.0/16 dev vpnc0" + MARKS);
        assertThat(changes.get(1)).startsWith("ip -4 -force -batch - | route delete ").contains("route delete 0.0.0.0/1 dev vpnc0" + MARKS)
                .contains("route delete 198.51.100.7/32 via 192.168.1.1 dev eth0" + MARKS);
    }

    @Test
    void theKillSwitchClosesBeforeTheGatewayIsAskedAndOpensOnlyWhenSomebodyWantsToBeWithoutTheTunnel() throws Exception {
        configure(Map.of("killSwitch", true, "localNetworks", "192.168.1.0/24, 10.0.0.0/8"));
        system.approach(gateway("198.51.100.7", "2001:db8:0:0:0:0:0:7"));
        assertThat(commands.changes()).containsExactly("nft -f - | " + String.join("; ",
                "add table inet softellect_vpn_client",
                "delete table inet softellect_vpn_client",
                "table inet softellect_vpn_client {",
                "  chain output {",
                "    type filter hook output priority filter; policy drop;",
                "    oifname { \"lo\", \"vpnc0\" } accept",
                "    ip daddr 198.51.100.7 tcp dport 8443 accept comment \"gateway vpn.example\"",
                "    ip6 daddr 2001:db8:0:0:0:0:0:7 tcp dport 8443 accept comment \"gateway vpn.example\"",
                "    udp sport 68 udp dport 67 accept",
                "    udp sport 546 udp dport 547 accept",
                "    icmpv6 type { nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert } accept",
                "    meta l4proto { tcp, udp } th dport { 53, 853 } counter reject with icmpx admin-prohibited",
                "    ip daddr { 192.168.1.0/24, 10.0.0.0/8 } accept",
                "    counter reject with icmpx admin-prohibited",
                "  }",
                "  chain forward {",
                "    type filter hook forward priority filter; policy drop;",
                "    oifname \"vpnc0\" accept",
                "    iifname \"vpnc0\" accept",
                "    ip daddr { 192.168.1.0/24, 10.0.0.0/8 } accept",
                "  }",
                "}"));
        system.enter(LINK);
        system.leave();
        assertThat(commands.changes()).as("the tunnel is gone, the switch is not").containsExactly();
        system.release();
        assertThat(commands.changes()).containsExactly("nft -f - | add table inet softellect_vpn_client; delete table inet softellect_vpn_client");
    }

    @Test
    void whereTheKillSwitchCantBeClosedNoGatewayIsApproached() throws Exception {
        configure(Map.of("killSwitch", true));
        commands.fail("nft", "'nft -f -' could not be run");
        assertThatThrownBy(() -> system.approach(gateway("198.51.100.7"))).isInstanceOf(SurroundingsException.class).hasMessageContaining("nft");
    }

    @Test
    void withSettingsThatCantBeUsedNoGatewayIsApproached() {
        system.refuse("key routing");
        assertThatThrownBy(() -> system.approach(gateway("198.51.100.7"))).isInstanceOf(SurroundingsException.class).hasMessageContaining("key routing");
    }

    @Test
    void aKillSwitchThatAKilledProcessHasLeftStaysClosedAndKnowsTheGateway() throws Exception {
        commands.work("nft list");
        commands.answer("nft list", """
                table inet softellect_vpn_client {
                	chain output {
                		ip daddr 198.51.100.7 tcp dport 8443 accept comment "gateway vpn.example"
                		ip daddr 198.51.100.9 tcp dport 8443 accept comment "gateway vpn.example.org"
                		ip6 daddr 2001:db8::7 tcp dport 8443 accept comment "gateway vpn.example"
                	}
                }""");
        configure(Map.of("killSwitch", true));
        system.clean();
        assertThat(commands.changes()).as("routes go, the switch does not").containsExactly(CLEAR, CLEAR_IPV6);
        assertThat(system.lastKnown("vpn.example")).containsExactly(InetAddress.getByName("198.51.100.7"), InetAddress.getByName("2001:db8::7"));
        assertThat(system.lastKnown("example")).isEmpty();

        system.release();
        assertThat(commands.changes()).hasSize(1).first().asString().startsWith("nft -f - | add table");
    }

    @Test
    void aKillSwitchThatIsWantedNoMoreOpensAtTheNextStart() {
        commands.work("nft list");
        commands.answer("nft list", "table inet softellect_vpn_client {\n}");
        configure(Map.of());
        system.clean();
        assertThat(commands.changes()).contains("nft -f - | add table inet softellect_vpn_client; delete table inet softellect_vpn_client");
    }

    @Test
    void theNextVersionGoesOnWithoutOpeningAnything() throws Exception {
        configure(Map.of("routing", "full", "killSwitch", true));
        system.approach(gateway("198.51.100.7"));
        system.enter(LINK);
        commands.take();
        Map<String, Object> left = system.left();

        SystemSurroundings next = new SystemSurroundings(HostSystem.linux(commands, root));
        next.goOn(left);
        next.configure(Rules.of(settings(Map.of("routing", "none", "killSwitch", true))));
        assertThat(commands.take()).isEmpty();
        next.approach(gateway("198.51.100.7"));
        next.enter(LINK);
        assertThat(commands.changes()).anyMatch(line -> line.startsWith("ip -4 -force -batch - | route delete ") && line.contains("128.0.0.0/1"));
        next.release();
        assertThat(commands.changes()).contains("nft -f - | add table inet softellect_vpn_client; delete table inet softellect_vpn_client");
    }

    @Test
    void whatCantBeDoneWholeIsUndone() throws Exception {
        configure(Map.of("routing", "full"));
        system.approach(gateway("198.51.100.7"));
        commands.fail("ip -4 -batch", "Operation not permitted");
        assertThatThrownBy(() -> system.enter(LINK)).isInstanceOf(SurroundingsException.class);
        assertThat(commands.changes()).endsWith(CLEAR, CLEAR_IPV6);
    }

    @Test
    void withAFullTunnelTheSystemAsksThePushedServersAndOneThatIsElsewhereGetsItsRoute() throws Exception {
        Path file = root.resolve("etc/resolv.conf");
        Files.writeString(file, "nameserver 192.168.1.1\n");
        configure(Map.of("routing", "none", "dns", "pushed"));
        system.approach(gateway("198.51.100.7"));
        system.enter(link(List.of(), List.of("10.66.77.1", "10.20.0.53"), List.of()));
        assertThat(commands.changes()).containsExactly("ip -4 -batch - | route replace 10.20.0.53/32 dev vpnc0" + MARKS);
        assertThat(file).content().contains("nameserver 10.66.77.1\nnameserver 10.20.0.53\n").contains("#|nameserver 192.168.1.1");
        system.leave();
        assertThat(file).hasContent("nameserver 192.168.1.1\n");
    }

    @Test
    void onAnotherSystemWhatAGatewaySaysIsNotFollowedAndWhatTheSettingsSayIsRefused() throws Exception {
        system.configure(Rules.of(settings(Map.of())).elsewhere());
        system.approach(gateway("198.51.100.7"));
        system.enter(link(List.of("10.20.0.0/16"), List.of("10.66.77.1"), List.of()));
        system.release();
        assertThat(commands.take()).isEmpty();
        for (Map<String, Object> values : List.<Map<String, Object>>of(Map.of("routing", "full"), Map.of("killSwitch", true), Map.of("dns", "pushed"))) {
            assertThatThrownBy(() -> Rules.of(settings(values)).elsewhere()).hasMessageContaining("Linux");
        }
    }

    @ParameterizedTest
    @CsvSource({"routing, all", "routes, 10.20.0.0", "exclude, vpn.example", "localNetworks, fe80::/10", "dns, maybe"})
    void aSettingThatCantBeUsedNamesItsKey(String key, String value) {
        assertThatThrownBy(() -> Rules.of(settings(Map.of(key, value)))).hasMessageContaining("com.softellect.vpn.surroundings.cfg").hasMessageContaining("key " + key);
    }
}
