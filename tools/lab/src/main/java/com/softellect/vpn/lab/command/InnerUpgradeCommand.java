package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.report.JsonFile;
import com.softellect.vpn.lab.report.Progress;
import com.softellect.vpn.lab.upgrade.PeerBench;
import com.softellect.vpn.lab.upgrade.UpgradeBench;
import com.softellect.vpn.lab.upgrade.UpgradeFindings;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The bench of upgrades itself, as the first process inside its namespaces. */
@Command(name = InnerUpgradeCommand.NAME, hidden = true)
final class InnerUpgradeCommand implements Callable<Integer> {

    static final String NAME = "inner-upgrade";

    @Mixin
    private Workplace workplace;

    @Mixin
    private UpgradeOptions options;

    @Option(names = Stage.TERMINAL)
    private boolean terminal;

    @Override
    public Integer call() throws LabException, InterruptedException, IOException {
        Stage stage = Stage.set(workplace, workplace.bench());
        stage.run(() -> {
            try (Progress progress = new Progress(System.out, terminal)) {
                if (options.peers()) {
                    measurePeers(stage, progress);
                } else {
                    measure(stage, progress);
                }
            }
            if (options.report().isPresent()) {
                System.out.println("Written to " + options.report().get() + ".");
            }
        });
        stage.pair().stop();
        return 0;
    }

    private void measure(Stage stage, Progress progress) throws LabException, InterruptedException {
        UpgradeFindings findings = new UpgradeBench(stage.pair(), workplace.assembly().bundles(), options.layers(), options.idle(),
                Duration.ofSeconds(options.seconds()), progress).run();
        System.out.println();
        findings.print(System.out);
        if (options.report().isPresent()) {
            findings.write(options.report().get());
        }
    }

    private void measurePeers(Stage stage, Progress progress) throws LabException, InterruptedException {
        Map<String, Object> peers = new LinkedHashMap<>();
        new PeerBench(stage.network(), workplace.bench().path().resolve("peers"), progress).run().forEach((name, figures) -> peers.put(name, figures.json()));
        if (options.report().isPresent()) {
            JsonFile.write(options.report().get(), Map.of("peers", peers));
        }
    }
}
