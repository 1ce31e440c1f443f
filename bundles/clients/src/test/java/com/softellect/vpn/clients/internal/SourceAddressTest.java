package com.softellect.vpn.clients.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "192.0.2.1, ::ffff:192.0.2.1",
        "192.0.2.1, [0:0:0:0:0:ffff:c000:201]",
        "255.255.255.255, ::ffff:255.255.255.255",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff",
        "2001:db8:1:2::1, [2001:db8:1:2::1]",
        "fe80::1, fe80::2%eth0",
        "fe80::1, [fe80::2%7]",
    })
    void oneSource(String one, String other) {
        assertThat(SourceAddress.of(one)).isEqualTo(SourceAddress.of(other)).hasSameHashCodeAs(SourceAddress.of(other)).isNotEqualTo(nonsense());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.2",
        "192.0.2.1, 192.0.3.1",
        "0.0.0.1, ::1",
        "2001:db8:1:2::1, 2001:db8:1:3::1",
        "2001:db8:1:2::1, 2001:db9:1:2::1",
    })
    void twoSources(String one, String other) {
        assertThat(SourceAddress.of(one)).isNotEqualTo(SourceAddress.of(other));
    }

    private static SourceAddress nonsense() {
        return SourceAddress.of(null);
    }

    /** A name would be asked for at a name service, by everybody who connects. */
    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1", "1.2.3", "1.2.3.", "1.2.3.4.5", "1.2.3.256", "1..2.3", "1.2.3.4 ", "-1.2.3.4", "١.2.3.4", "vpn.example.org",
            ":", "%::1", "]:", "g::", "1::2::3", "[", "unix:socket"})
    void whatIsNoAddressIsOneSource(String text) {
        assertThat(SourceAddress.of(text)).isEqualTo(nonsense());
    }

    @Test
    void manyAddressesAreManySources() {
        assertThat(Stream.iterate(0, i -> i + 1).limit(100_000).map(i -> SourceAddress.of("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)))
                .distinct()).hasSize(100_000);
    }
}
