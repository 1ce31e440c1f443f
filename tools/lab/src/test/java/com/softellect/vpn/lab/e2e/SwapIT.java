package com.softellect.vpn.lab.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.softellect.vpn.lab.measure.Iperf3;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.report.Progress;
import com.softellect.vpn.lab.upgrade.NextVersion;
import com.softellect.vpn.lab.upgrade.SwapFigures;
import com.softellect.vpn.lab.upgrade.UpgradeBench;
import com.softellect.vpn.lab.upgrade.UpgradeFindings;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What users notice when layers are replaced and the gateway is restarted: the short form of {@code ./vpn bench upgrade}. */
@Timeout(600)
class SwapIT {

    private static final int IDLE_CLIENTS = 10;

    @Test
    void nobodyIsCutOffAndNobodyAuthenticatesAgain() throws Exception {
        EndToEndLab lab = EndToEndLab.get();
        assumeTrue(Iperf3.installed(), "there is no iperf3 here");
        Pair pair = lab.pair("swap");
        try (Progress progress = new Progress(System.out, false)) {
            UpgradeFindings findings = new UpgradeBench(pair, lab.bundles(), UpgradeBench.DATA_PATH, IDLE_CLIENTS, Duration.ofSeconds(2), progress)
                    .run();
            findings.print(System.out);
            findings.layers().forEach((layer, figures) -> check(layer, figures));
            assertThat(findings.lostByRestart()).as("connections lost by the restart").isZero();
            assertThat(findings.restartReauthentications()).as("reauthentications by the restart").isZero();
            String log = Files.readString(pair.gateway().folder().log());
            assertThat(findings.layers()).containsOnlyKeys(UpgradeBench.DATA_PATH);
            for (String layer : List.of("interop", "registry", "router", "endpoint")) {
                assertThat(log).contains("com.softellect.vpn." + layer + " - " + NextVersion.VERSION + " | " + NextVersion.MARK);
            }
        } finally {
            pair.kill();
        }
    }

    private static void check(String layer, SwapFigures figures) {
        assertThat(figures.tcpResets()).as("%s: TCP connections reset", layer).isZero();
        assertThat(figures.tcpStalled()).as("%s: TCP connections stalled", layer).isZero();
        assertThat(figures.reauthentications()).as("%s: reauthentications", layer).isZero();
        assertThat(figures.refreshed()).as("%s: other bundles wired anew", layer).isZero();
    }
}
