package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.measure.Iperf3;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a bench of upgrades is to be run. */
final class UpgradeOptions {

    @Mixin
    private ReportOption report;

    @Option(names = "--idle", paramLabel = "N", defaultValue = "50", description = "How many clients only poll (default: ${DEFAULT-VALUE})")
    private int idle;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "4",
            description = "How long each swap is watched (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--layers", paramLabel = "LAYER", split = ",", description = "Which layers to swap (default: all that there are)")
    private List<String> layers = new ArrayList<>();

    @Option(names = "--peers", description = "Measure what a restart of OpenVPN, ocserv and SoftEther costs their users instead, as far as they are"
            + " installed")
    private boolean peers;

    Optional<Path> report() {
        return report.file();
    }

    int idle() {
        return idle;
    }

    int seconds() {
        return seconds;
    }

    /** Empty: all. */
    List<String> layers() {
        return layers;
    }

    boolean peers() {
        return peers;
    }

    /** Finds out now what would fail only after a minute. */
    void check() throws LabException, InterruptedException {
        if (idle < 0 || idle > 200) {
            throw new LabException("--idle " + idle + " is not possible: give 0 to 200 clients");
        }
        if (seconds < 1) {
            throw new LabException("--seconds " + seconds + " is not possible: give 1 second or more");
        }
        if (!Iperf3.installed()) {
            throw new LabException("iperf3 is not installed: install it with apt-get install iperf3");
        }
        report.check();
    }

    /** The same options, for the process inside. */
    List<String> words() {
        List<String> words = new ArrayList<>(List.of("--idle", Integer.toString(idle), "--seconds", Integer.toString(seconds)));
        if (!layers.isEmpty()) {
            words.addAll(List.of("--layers", String.join(",", layers)));
        }
        if (peers) {
            words.add("--peers");
        }
        words.addAll(report.words());
        return words;
    }
}
