package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionSettingsTest {

    /** What decides whether, as whom and where to connect, not how. */
    private static final Set<String> ELSEWHERE = Set.of("autoConnect", "profile", "clientKey", "connectFolder");

    @Test
    void theDefaultsAreEnough() {
        ConnectionSettings settings = ConnectionSettings.of(Settings.of(Map.of("adapterName", " vpnc0 ")));
        assertThat(settings.adapterType()).isEqualTo("auto");
        assertThat(settings.adapterName()).isEqualTo("vpnc0");
        assertThat(settings.maxPolls()).isEqualTo(48);
        assertThat(settings.maxSends()).isEqualTo(8);
        assertThat(settings.callTimeoutMillis()).isGreaterThan(250);
        assertThat(settings.tls12()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"adapterType,''", "adapterName,''", "adapterName,sixteencharacter", "adapterName,a/b"})
    void aWrongTextIsToldByItsKeyAndFile(String key, String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Settings.checked(Map.of(key, value)))
                .withMessageStartingWith(key + " in etc/com.softellect.vpn.tunnel.cfg ");
    }

    @ParameterizedTest
    @CsvSource({"maxPolls,0", "maxPolls,49", "maxSends,0", "maxSends,17", "queuePackets,0", "queuePackets,100001", "queueBytes,65534",
        "queueBytes,1073741825", "queueFlows,0", "queueFlows,65537", "queueTargetMillis,0", "queueTargetMillis,10001", "queueIntervalMillis,0",
        "queueIntervalMillis,60001", "connectTimeoutMillis,99", "connectTimeoutMillis,60001", "callTimeoutMillis,999",
        "callTimeoutMillis,120001"})
    void aNumberOutsideItsRangeIsToldByItsKeyAndFile(String key, int value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Settings.checked(Map.of(key, value)))
                .withMessageStartingWith(key + " in etc/com.softellect.vpn.tunnel.cfg is " + value);
    }

    @Test
    void aSessionIdIsNeverShown() {
        Terms terms = Terms.of(FakeGateway.grant("very-secret"), Settings.checked(Map.of()));
        assertThat(terms.toString()).doesNotContain("very-secret");
        assertThat(new Resumption(terms).toString()).doesNotContain("very-secret");
    }

    /** Two settings are the same connection only if all their values are. */
    @Test
    void everySettingOfAConnectionMakesAnotherOne() {
        Map<String, Object> other = new HashMap<>(Map.of("adapterType", "linux", "adapterName", "vpnc1", "maxPolls", 3, "maxSends", 3,
                "queuePackets", 3, "queueBytes", 70_000, "connectTimeoutMillis", 700, "callTimeoutMillis", 7000, "tls12", true));
        other.put("offload", false);
        other.put("proxy", "http://proxy.test:3128");
        other.putAll(Map.of("queueFlows", 3, "queueTargetMillis", 3, "queueIntervalMillis", 3));
        ConnectionSettings base = Settings.checked(Map.of());
        for (Method key : Arrays.stream(TunnelSettings.class.getDeclaredMethods()).filter(method -> !ELSEWHERE.contains(method.getName())).toList()) {
            assertThat(other).containsKey(key.getName());
            assertThat(Settings.checked(Map.of(key.getName(), other.get(key.getName())))).isNotEqualTo(base);
        }
    }

    @Test
    void relativePathsStartAtEtcAndTheFolderAtKarafsOwn() {
        Path etc = Path.of("/karaf/etc").toAbsolutePath();
        Path base = Path.of("/karaf").toAbsolutePath();
        Places places = Places.of(Settings.of(Map.of()), etc, base);
        assertThat(places.profile()).isEqualTo(etc.resolve("vpn/profile.vpnprofile"));
        assertThat(places.clientKey()).isEqualTo(etc.resolve("vpn/client.key"));
        assertThat(places.connectFolder()).isEqualTo(base.resolve("connect"));
        assertThat(Places.of(Settings.of(Map.of("connectFolder", " ")), etc, base).connectFolder()).isNull();
        Path elsewhere = Path.of("elsewhere").toAbsolutePath();
        assertThat(Places.of(Settings.of(Map.of("profile", elsewhere.toString())), etc, base).profile()).isEqualTo(elsewhere);
    }

    @ParameterizedTest
    @CsvSource({"profile,''", "clientKey,' '"})
    void aFileThatIsNotNamedIsToldByItsKeyAndFile(String key, String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Places.of(Settings.of(Map.of(key, value)), Path.of(""), Path.of("")))
                .withMessageStartingWith(key + " in etc/com.softellect.vpn.tunnel.cfg ");
    }
}
