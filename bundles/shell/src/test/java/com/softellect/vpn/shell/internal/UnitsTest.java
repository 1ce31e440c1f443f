package com.softellect.vpn.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({"-5, 0s", "0, 0s", "59, 59s", "60, 1m 0s", "3599, 59m 59s", "3600, 1h 0m", "86399, 23h 59m", "86400, 1d 0h",
        "8726400, 101d 0h"})
    void anAgeHasItsTwoLargestUnits(long seconds, String shown) {
        assertThat(Age.of(Duration.ofSeconds(seconds))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "999949, 999.9 kB", "999950, 1.0 MB", "1500000000, 1.5 GB",
        "9223372036854775807, 9.2 EB"})
    void bytesHaveOneDecimalInPowersOfAThousand(long bytes, String shown) {
        assertThat(Bytes.of(bytes)).isEqualTo(shown);
    }
}
