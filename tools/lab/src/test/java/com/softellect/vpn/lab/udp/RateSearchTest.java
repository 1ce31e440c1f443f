package com.softellect.vpn.lab.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateSearchTest {

    private static final double SENDER = 400_000;

    private final List<Double> offered = new ArrayList<>();

    @Test
    void aWayThatCarriesUpToItsLimitIsFoundNearlyThere() throws Exception {
        double found = new RateSearch(rate -> carries(rate, 90_000, 90_000)).find();

        assertThat(found).isCloseTo(90_000, within(9_000.0)).isLessThanOrEqualTo(90_900);
    }

    @Test
    void aWayThatCollapsesUnderAFloodIsFoundFromBelow() throws Exception {
        double found = new RateSearch(rate -> carries(rate, 90_000, 20_000)).find();

        assertThat(found).isCloseTo(90_000, within(12_000.0));
    }

    @Test
    void aWayAsFastAsTheSenderHasTheSendersRate() throws Exception {
        assertThat(new RateSearch(rate -> carries(rate, 1e9, 1e9)).find()).isEqualTo(SENDER);
    }

    @Test
    void aWayThatCarriesNothingHasNone() throws Exception {
        assertThat(new RateSearch(rate -> new UdpResult(1000, 0, 1)).find()).isZero();
    }

    @Test
    void theSearchEndsAfterAScoreOfTrials() throws Exception {
        new RateSearch(rate -> carries(rate, 90_000, 20_000)).find();

        assertThat(offered).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void lossBelowOnePercentPassesAndOnePercentDoesNot() {
        assertThat(new UdpResult(1000, 991, 1).passes()).isTrue();
        assertThat(new UdpResult(1000, 990, 1).passes()).isFalse();
        assertThat(new UdpResult(0, 0, 1).passes()).isFalse();
    }

    /** For a second. @param flooded what gets through when more than twice the limit is offered */
    private UdpResult carries(double rate, double limit, double flooded) {
        offered.add(rate);
        double sent = rate == 0 ? SENDER : Math.min(rate, SENDER);
        double received = sent > 2 * limit ? flooded : Math.min(sent, limit);
        return new UdpResult((long) sent, (long) received, 1);
    }
}
