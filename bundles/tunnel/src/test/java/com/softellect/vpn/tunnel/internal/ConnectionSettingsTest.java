package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionSettingsTest {

    @Test
    void theDefaultsWithUrlIdAndSecretAreEnough() {
        ConnectionSettings settings = ConnectionSettings.of(Settings.of(Map.of("gatewayUrl", " https://gateway.test/cxf/vpn ",
                "clientId", "alice", "secret", Settings.SECRET)));
        assertThat(settings.gatewayUrl()).isEqualTo("https://gateway.test/cxf/vpn");
        assertThat(settings.adapterType()).isEqualTo("auto");
        assertThat(settings.adapterName()).isEqualTo("vpnc0");
        assertThat(settings.maxPolls()).isEqualTo(4);
        assertThat(settings.maxSends()).isEqualTo(2);
        assertThat(settings.callTimeoutMillis()).isGreaterThan(250);
    }

    @ParameterizedTest
    @CsvSource({"gatewayUrl,''", "gatewayUrl,gateway.test", "gatewayUrl,ftp://gateway.test/", "gatewayUrl,http:///cxf",
        "gatewayUrl,http://a b/", "clientId,''", "clientId,a b", "secret,''", "secret,tooshort", "adapterType,''",
        "adapterName,''", "adapterName,sixteencharacter", "adapterName,a/b"})
    void aWrongTextIsToldByItsKeyAndFile(String key, String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectionSettings.of(Settings.with(Map.of(key, value))))
                .withMessageStartingWith(key + " in etc/com.softellect.vpn.tunnel.cfg ");
    }

    @ParameterizedTest
    @CsvSource({"maxPolls,0", "maxPolls,17", "maxSends,0", "maxSends,17", "queuePackets,0", "queuePackets,100001", "queueBytes,65534",
        "queueBytes,1073741825", "connectTimeoutMillis,99", "connectTimeoutMillis,60001", "callTimeoutMillis,999",
        "callTimeoutMillis,120001"})
    void aNumberOutsideItsRangeIsToldByItsKeyAndFile(String key, int value) {
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectionSettings.of(Settings.with(Map.of(key, value))))
                .withMessageStartingWith(key + " in etc/com.softellect.vpn.tunnel.cfg is " + value);
    }

    @Test
    void theSecretIsNeverShown() {
        assertThat(ConnectionSettings.of(Settings.with(Map.of())).toString()).doesNotContain(Settings.SECRET).contains("alice");
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectionSettings.of(Settings.with(Map.of("secret", "shortone"))))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("shortone"));
    }

    @Test
    void aSessionIdIsNeverShown() {
        Terms terms = Terms.of(FakeGateway.grant("very-secret"), ConnectionSettings.of(Settings.with(Map.of())));
        assertThat(terms.toString()).doesNotContain("very-secret");
    }

    /** Two settings are the same connection only if all their values are. */
    @Test
    void everySettingButAutoConnectMakesAnotherConnection() {
        Map<String, Object> other = new HashMap<>(Map.of("gatewayUrl", "http://other.test/", "clientId", "bob",
                "secret", "another secret, long enough", "adapterType", "linux", "adapterName", "vpnc1", "maxPolls", 3,
                "maxSends", 3, "queuePackets", 3, "queueBytes", 70_000, "connectTimeoutMillis", 700));
        other.put("callTimeoutMillis", 7000);
        ConnectionSettings base = ConnectionSettings.of(Settings.with(Map.of()));
        for (Method key : Arrays.stream(TunnelSettings.class.getDeclaredMethods())
                .filter(method -> !method.getName().equals("autoConnect")).toList()) {
            assertThat(other).containsKey(key.getName());
            assertThat(ConnectionSettings.of(Settings.with(Map.of(key.getName(), other.get(key.getName()))))).isNotEqualTo(base);
        }
    }
}
