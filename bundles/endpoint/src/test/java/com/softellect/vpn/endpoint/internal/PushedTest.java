package com.softellect.vpn.endpoint.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.contract.AuthenticateResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushedTest {

    /** Whether the gateway's own resolver answers. */
    private boolean resolver;

    private AuthenticateResponse answer(Map<String, Object> settings) {
        return Pushed.of(GatewayHarness.settings(EndpointSettings.class, settings), () -> resolver)
                .in(new AuthenticateResponse("s", "10.66.77.2", 24, "10.66.77.1", 1500, 60, 100, 70_000, 4, 2, List.of()));
    }

    @Test
    void asDeliveredNothingIsPushed() {
        AuthenticateResponse answer = answer(Map.of());
        assertThat(answer.getRoutes()).isEmpty();
        assertThat(answer.getDnsServers()).isEmpty();
        assertThat(answer.getDnsDomains()).isEmpty();
    }

    @Test
    void aGatewayThatResolvesNamesIsPushedItselfUnlessTheSettingSaysOtherwise() {
        resolver = true;
        assertThat(answer(Map.of()).getDnsServers()).containsExactly("10.66.77.1");
        assertThat(answer(Map.of("pushDns", "10.20.0.53")).getDnsServers()).containsExactly("10.20.0.53");
        assertThat(answer(Map.of("pushDns", "")).getDnsServers()).isEmpty();
    }

    @Test
    void listsHaveCommasAndRoutesAreNetworks() {
        AuthenticateResponse answer = answer(Map.of("pushRoutes", "10.20.1.7/16,  10.30.0.0/16,", "pushDns", "10.66.77.1", "pushDomains", "corp.example, vpn"));
        assertThat(answer.getRoutes()).containsExactly("10.20.0.0/16", "10.30.0.0/16");
        assertThat(answer.getDnsServers()).containsExactly("10.66.77.1");
        assertThat(answer.getDnsDomains()).containsExactly("corp.example", "vpn");
    }

    @ParameterizedTest
    @CsvSource({"pushRoutes, 10.20.0.0", "pushRoutes, 0.0.0.0/0", "pushDns, 10.66.77.256", "pushDns, dns.example", "pushDomains, corp..example",
            "pushDomains, 'corp example'"})
    void whatCantBeUsedNamesItsKey(String key, String value) {
        assertThatThrownBy(() -> answer(Map.of(key, value))).hasMessageContaining("com.softellect.vpn.endpoint.cfg").hasMessageContaining(key);
    }

    @Test
    void nobodyPushesMoreThanAClientTakes() {
        String many = IntStream.range(0, 257).mapToObj(i -> "10." + i / 256 + "." + i % 256 + ".0/24").collect(Collectors.joining(","));
        assertThatThrownBy(() -> answer(Map.of("pushRoutes", many))).hasMessageContaining("pushRoutes").hasMessageContaining("256");
    }
}
