package com.softellect.vpn.dns.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {

    private static Plan plan(String key, Object value) {
        return Plan.of(Settings.of(DnsSettings.class, Map.of(key, value)));
    }

    @Test
    void upstreamsAreAddressesWithOrWithoutPorts() {
        List<String> read = plan("upstreams", " 192.0.2.53,192.0.2.54:5353, [2001:db8::53]:54 2001:db8::54 [2001:db8::55]")
                .upstreams().stream().map(Upstream::text).toList();
        assertThat(read).containsExactly("192.0.2.53:53", "192.0.2.54:5353", "[2001:db8:0:0:0:0:0:53]:54", "[2001:db8:0:0:0:0:0:54]:53",
                "[2001:db8:0:0:0:0:0:55]:53");
        assertThat(plan("upstreams", " ").upstreams()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"upstreams,dns.example.com", "upstreams,192.0.2.53:0", "upstreams,192.0.2.53:99999", "upstreams,[2001:db8::53", "upstreams,192.0.2.256",
        "upstreams,[::1]53", "listen,localhost", "listen,::1", "zone,.", "zone,a..b", "zoneSeenBy,somebody"})
    void nonsenseIsRefusedWithTheKey(String key, String value) {
        assertThatThrownBy(() -> plan(key, value)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("etc/com.softellect.vpn.dns.cfg, key " + key + ": ");
    }

    @ParameterizedTest
    @CsvSource({"port,0", "port,65536", "upstreamTimeoutMillis,99", "cacheAnswers,-1", "cacheBytes,-1", "cacheMaxSeconds,604801",
        "cacheMaxNegativeSeconds,10801", "queriesPerSecond,0", "queriesAtATime,0"})
    void numbersHaveTheirRange(String key, int value) {
        assertThatThrownBy(() -> plan(key, value)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("etc/com.softellect.vpn.dns.cfg, key " + key + ": ").hasMessageContaining("outside");
    }
}
