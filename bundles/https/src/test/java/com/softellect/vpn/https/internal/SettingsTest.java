package com.softellect.vpn.https.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where the door is, and what clients are told of it. */
class SettingsTest {

    private static final DoorSettings DOOR = DoorSettings.of(Settings.of(Map.of()));

    @Test
    void theDefaultsAreTheSettings() {
        assertThat(DOOR).isEqualTo(new DoorSettings("0.0.0.0", 8443, false, 20, 10_000));
    }

    @Test
    void aNumberOutOfItsRangeIsNamedWithItsKeyAndFile() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(Map.of("port", 0), Map.of("port", 65_536), Map.of("requestSeconds", 0),
                Map.of("requestSeconds", 3601), Map.of("maxConnections", 0), Map.of("address", " "))) {
            assertThatThrownBy(() -> DoorSettings.of(Settings.of(wrong))).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("etc/com.softellect.vpn.https.cfg, key " + wrong.keySet().iterator().next());
        }
    }

    @Test
    void namesBecomeUrlsInTheirOrder() {
        PublicNames names = PublicNames.of(" vpn.example.org, 198.51.100.7:443 ,[2001:db8::7]:8444,gw.example.org/cxf/other,", DOOR);
        assertThat(names.urls()).containsExactly("https://vpn.example.org:8443/cxf/vpn", "https://198.51.100.7:443/cxf/vpn",
                "https://[2001:db8::7]:8444/cxf/vpn", "https://gw.example.org:8443/cxf/other");
        assertThat(names.hosts()).containsExactly("vpn.example.org", "198.51.100.7", "2001:db8::7", "gw.example.org");
    }

    @Test
    void aNameThatIsNoneIsNamedWithItsKey() {
        for (String wrong : List.of("vpn example.org", "https://vpn.example.org", "user@host", "host:port", "2001:db8::7", "host?x=1", ":8443",
                "host:0", "host:65536", "host:")) {
            assertThatThrownBy(() -> PublicNames.of("good.example.org," + wrong, DOOR)).as(wrong).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("key publicNames").hasMessageContaining("'" + wrong + "'");
        }
    }

    @Test
    void withoutNamesTheMachinesOwnAddressesAreTaken() throws Exception {
        List<String> urls = PublicNames.of("", DOOR).urls();
        assertThat(urls).isNotEmpty().allMatch(url -> url.matches("https://\\d+\\.\\d+\\.\\d+\\.\\d+:8443/cxf/vpn"));
        List<String> own = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).filter(Inet4Address.class::isInstance)
                .filter(address -> !address.isLoopbackAddress()).map(InetAddress::getHostAddress).toList();
        if (!own.isEmpty()) {
            assertThat(urls).noneMatch(url -> url.contains("127.0.0.1"));
        }
    }

    @Test
    void withoutNamesAnAddressThatIsListenedOnAloneIsTheOnlyOne() {
        assertThat(PublicNames.of("", new DoorSettings("192.0.2.7", 443, false, 20, 1)).urls()).containsExactly("https://192.0.2.7:443/cxf/vpn");
        assertThat(PublicNames.of("", new DoorSettings("2001:db8::7", 443, false, 20, 1)).urls())
                .containsExactly("https://[2001:db8::7]:443/cxf/vpn");
    }
}
