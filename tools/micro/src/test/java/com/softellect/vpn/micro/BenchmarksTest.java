package com.softellect.vpn.micro;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.packet.Ipv4Packet;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

class BenchmarksTest {

    /** Shortly, and without the adapter that needs a privilege: what they find is worth nothing. */
    @Test
    void allRun() throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder().include("com.softellect.vpn.micro").exclude("LinuxAdapter")
                .forks(0).warmupIterations(0).measurementIterations(1).measurementTime(TimeValue.milliseconds(10))
                .shouldFailOnError(true).verbosity(VerboseMode.SILENT).build()).run();

        assertThat(results).hasSize(4 * 3 + 2 * 2 + 2 + 2 + 3 + 2 * 2).allSatisfy(result -> assertThat(result.getPrimaryResult().getScore()).isPositive());
    }

    @Test
    void thePacketsAreOnesThatTheGatewayCarries() {
        assertThat(Ipv4Packet.check(Packets.to(2, 84))).isNull();
        assertThat(Ipv4Packet.check(Packets.to(2, 1400))).isNull();
    }
}
