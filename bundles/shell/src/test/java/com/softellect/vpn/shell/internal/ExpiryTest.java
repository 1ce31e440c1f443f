package com.softellect.vpn.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.apache.karaf.shell.support.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"2027-01-31, 2027-01-31T00:00:00Z", "2027-01-31T18:00:00Z, 2027-01-31T18:00:00Z", "2027-01-31T18:00:00+01:00, 2027-01-31T17:00:00Z",
        "30d, 2026-12-24T10:00:00Z", "12h, 2026-11-24T22:00:00Z", "P30D, 2026-12-24T10:00:00Z", "p1y, 2027-11-24T10:00:00Z",
        "P2W, 2026-12-08T10:00:00Z", "P1M, 2026-12-24T10:00:00Z", "PT90M, 2026-11-24T11:30:00Z", "P1DT1H, 2026-11-25T11:00:00Z"})
    void allFormsAreUnderstood(String text, Instant expires) throws Exception {
        assertThat(Expiry.parse(text, NOW)).isEqualTo(expires);
    }

    @Test
    void neverIsNoTimeAtAll() throws Exception {
        assertThat(Expiry.parse("never", NOW)).isNull();
        assertThat(Expiry.show(null)).isEqualTo("never");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tomorrow", "30", "30x", "31.01.2027", "2027-02-30", "2027-01-31T18:00", "99999999999999999999d", "P", "PT",
        "P1.5D", "P999999999Y"})
    void whatIsNoTimeIsRefusedWithExamples(String text) {
        assertThatThrownBy(() -> Expiry.parse(text, NOW)).isInstanceOf(CommandException.class)
                .hasMessageContaining("'" + text + "' is no time").hasMessageContaining("2027-01-31").hasMessageContaining("30d");
    }

    @Test
    void whatIsTooLateIsRefused() {
        assertThatThrownBy(() -> Expiry.parse("999999999h", NOW)).hasMessageContaining("or never");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-24", "2020-01-01T00:00:00Z", "0d", "P-1D"})
    void whatIsOverIsRefusedWithTheCommandForThat(String text) {
        assertThatThrownBy(() -> Expiry.parse(text, NOW)).hasMessageContaining("not in the future").hasMessageContaining("vpn:client-disable");
    }
}
