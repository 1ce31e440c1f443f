package com.softellect.vpn.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.lab.attack.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FloodFigureTest {

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void noOutcomeOfAnAttemptIsLeftOutOfTheReport(Outcome outcome) {
        assertThat(FloodFigure.of(outcome).key()).isEqualToIgnoringCase(outcome.name());
    }
}
