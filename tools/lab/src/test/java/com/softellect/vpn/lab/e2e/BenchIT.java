package com.softellect.vpn.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.softellect.vpn.lab.bench.Bench;
import com.softellect.vpn.lab.bench.BenchPlan;
import com.softellect.vpn.lab.bench.Row;
import com.softellect.vpn.lab.bench.Versions;
import com.softellect.vpn.lab.measure.Iperf3;
import com.softellect.vpn.lab.measure.Ping;
import com.softellect.vpn.lab.measure.PingResult;
import com.softellect.vpn.lab.net.LongLink;
import com.softellect.vpn.lab.net.Network;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.report.Progress;
import com.softellect.vpn.lab.udp.UdpLoad;
import com.softellect.vpn.lab.udp.UdpResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That the bench measures what it says: on links whose properties are known, and through a tunnel, shortly. */
@Timeout(600)
class BenchIT {

    private static final int PINGS = 100;

    @TempDir
    Path folder;

    @Test
    void aLongLinkTakesItsTimeAndLosesItsShareAndThenTheCableIsBack() throws Exception {
        Network network = EndToEndLab.get().network();
        Ping ping = Ping.every(10, network.client(), Network.GATEWAY_ADDRESS);
        LongLink link = network.lengthen(Duration.ofMillis(20));
        try {
            PingResult whole = ping.send(PINGS);
            link.lose(0.5);
            PingResult lossy = ping.send(PINGS);

            assertThat(whole.answered()).isEqualTo(PINGS);
            assertThat(whole.percentile(1)).isGreaterThanOrEqualTo(40);
            assertThat(lossy.answered()).isBetween(5, 50); // a quarter gets both ways
        } finally {
            network.shorten(link);
        }

        assertThat(ping.send(PINGS).percentile(50)).isLessThan(20);
    }

    @Test
    void datagramsOnAShortLinkArriveAtTheRateTheyAreSent() throws Exception {
        Network network = EndToEndLab.get().network();

        UdpResult result = new UdpLoad(network.client(), network.gateway(), Network.GATEWAY_ADDRESS, 64).offer(2000, Duration.ofSeconds(1));

        assertThat(result.sent()).isCloseTo(2000, within(200L));
        assertThat(result.received()).isBetween(result.sent() / 2, result.sent());
    }

    @Test
    void datagramsThatALinkLosesAreMissed() throws Exception {
        Network network = EndToEndLab.get().network();
        LongLink link = network.lengthen(Duration.ofMillis(1));
        try {
            Ping.every(10, network.client(), Network.GATEWAY_ADDRESS).send(10); // each end knows the other's card
            link.lose(0.5);
            UdpResult result = new UdpLoad(network.client(), network.gateway(), Network.GATEWAY_ADDRESS, 64).offer(2000, Duration.ofSeconds(1));

            assertThat(result.loss()).isBetween(0.3, 0.99);
            assertThat(result.passes()).isFalse();
        } finally {
            network.shorten(link);
        }
    }

    @Test
    void aShortBenchMeasuresThroughTheTunnelAndBesideIt() throws Exception {
        assumeTrue(Iperf3.installed(), "there is no 'iperf3' here");
        EndToEndLab lab = EndToEndLab.get();
        Pair pair = lab.pair("bench");
        Path file = folder.resolve("bench.json");
        BenchPlan plan = new BenchPlan(EnumSet.of(Row.TCP, Row.RTT50), 1, 1, Duration.ZERO);
        try (Progress progress = new Progress(new PrintStream(new ByteArrayOutputStream(), true), false)) {
            new Bench(lab.network(), pair, plan, Versions.of(lab.assembly()), progress).run().write(file);
        } finally {
            pair.stop();
        }

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        for (String key : new String[] {"tcp_down_mbps", "tcp_up_mbps", "cpu_s_per_gb", "rtt50_down_mbps", "bare_link_tcp_down_mbps",
                "bare_link_rtt50_down_mbps"}) {
            assertThat(json.get(key).doubleValue()).as(key).isPositive();
        }
        assertThat(json.at("/versions/karaf").asText()).matches("\\d+\\.\\d+\\.\\d+");
    }
}
