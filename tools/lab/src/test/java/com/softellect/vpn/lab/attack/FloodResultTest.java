package com.softellect.vpn.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.lab.LabException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FloodResultTest {

    @Test
    void aResultComesOutOfTheOtherProcessAsItWas() throws Exception {
        FloodResult result = new FloodResult(2.5, 25_000, Map.of(Outcome.REFUSED, 20_000L, Outcome.CLOSED_AT_ONCE, 4_000L), null);

        assertThat(FloodResult.fromJson(result.toJson())).isEqualTo(result);
        assertThat(result.toJson()).doesNotContain("\n");
        assertThat(result.attemptsPerSecond()).isEqualTo(10_000);
        assertThat(result.count(Outcome.LET_IN)).isZero();
    }

    @Test
    void whatIsNoResultIsShownAsWhatWentWrong() {
        assertThatThrownBy(() -> FloodResult.fromJson("Address already in use")).isInstanceOf(LabException.class)
                .hasMessageContaining("Address already in use");
    }
}
