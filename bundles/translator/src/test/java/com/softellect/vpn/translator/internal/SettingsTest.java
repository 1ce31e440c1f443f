package com.softellect.vpn.translator.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static TranslatorSettings settings(Map<String, Object> values) {
        return (TranslatorSettings) Proxy.newProxyInstance(TranslatorSettings.class.getClassLoader(), new Class<?>[] {TranslatorSettings.class},
                (proxy, method, args) -> values.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    @Test
    void asDeliveredTheyAreWhatTheRfcsAskFor() {
        Limits limits = Configured.limits(settings(Map.of()), 1000);
        assertThat(limits.ports().size()).isEqualTo(8192);
        assertThat(limits.descriptors()).as("of each transport").isEqualTo(500);
        assertThat(limits.timeouts()).isEqualTo(new Timeouts(7440, 240, 300, 30, 60));
        assertThat(limits.address()).isZero();
        assertThat(limits.filtering()).isEqualTo(Filtering.ADDRESS_AND_PORT_DEPENDENT);
        assertThat(Configured.limits(settings(Map.of("udpFiltering", " Endpoint-Independent")), 1000).filtering()).isEqualTo(Filtering.ENDPOINT_INDEPENDENT);
    }

    @ParameterizedTest
    @CsvSource({"ports, 80-90", "ports, 5000", "ports, 6000-5000", "ports, 60000-70000", "address, gateway", "udpFiltering, full-cone"})
    void aTextThatCanNotBeUsedIsNamedWithItsKey(String key, String value) {
        assertThatThrownBy(() -> Configured.limits(settings(Map.of(key, value)), 1000)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key " + key).hasMessageContaining(value).hasMessageContaining("com.softellect.vpn.translator.cfg");
    }

    @ParameterizedTest
    @CsvSource({"maxFlows, 0", "maxClientFlows, 0", "tcpSeconds, 5", "tcpTransitorySeconds, 0", "udpSeconds, 100000", "dnsSeconds, 1", "icmpSeconds, 0"})
    void aNumberOutsideOfItsRangeIsToo(String key, int value) {
        assertThatThrownBy(() -> Configured.limits(settings(Map.of(key, value)), 1000)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("key " + key).hasMessageContaining("outside");
    }
}
