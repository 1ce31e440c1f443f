package com.softellect.vpn.lab.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PingResultTest {

    private static final String OUTPUT = """
            PING 10.66.77.1 (10.66.77.1) 56(84) bytes of data.
            64 bytes from 10.66.77.1: icmp_seq=1 ttl=64 time=1.25 ms
            64 bytes from 10.66.77.1: icmp_seq=2 ttl=64 time=0.500 ms
            64 bytes from 10.66.77.1: icmp_seq=2 ttl=64 time=0.600 ms (DUP!)
            64 bytes from 10.66.77.1: icmp_seq=4 ttl=64 time=12 ms

            --- 10.66.77.1 ping statistics ---
            4 packets transmitted, 3 received, +1 duplicates, 25% packet loss, time 32ms
            rtt min/avg/max/mdev = 0.500/3.562/12.000/4.1 ms
            """;

    @Test
    void eachAnsweredPacketCountsOnce() {
        PingResult result = PingResult.parse(4, OUTPUT);

        assertThat(result.sent()).isEqualTo(4);
        assertThat(result.roundTrips()).containsExactly(0.5, 1.25, 12.0);
        assertThat(result.answered()).isEqualTo(3);
    }

    @Test
    void packetsBeyondThoseThatWereWantedDoNotCount() {
        PingResult result = PingResult.parse(3, OUTPUT);

        assertThat(result.sent()).isEqualTo(3);
        assertThat(result.roundTrips()).containsExactly(0.5, 1.25);
    }

    @Test
    void percentilesAreOfTheNearestRank() {
        PingResult result = new PingResult(100, IntStream.rangeClosed(1, 100).mapToObj(Double::valueOf).toList());

        assertThat(result.percentile(50)).isEqualTo(50);
        assertThat(result.percentile(99)).isEqualTo(99);
        assertThat(result.percentile(100)).isEqualTo(100);
        assertThat(result.percentile(0.1)).isEqualTo(1);
    }

    @Test
    void withoutAnAnswerThereIsNoPercentile() {
        PingResult nothing = new PingResult(5, List.of());

        assertThatThrownBy(() -> nothing.percentile(50)).isInstanceOf(IllegalStateException.class);
    }
}
