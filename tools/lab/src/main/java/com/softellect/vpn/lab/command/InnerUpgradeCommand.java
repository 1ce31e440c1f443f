package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.report.Progress;
import com.softellect.vpn.lab.upgrade.UpgradeBench;
import com.softellect.vpn.lab.upgrade.UpgradeFindings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
        Path bundles = workplace.assembly().bundles();
        stage.run(() -> {
            UpgradeFindings findings;
            try (Progress progress = new Progress(System.out, terminal)) {
                findings = new UpgradeBench(stage.pair(), bundles, UpgradeBench.GATEWAY, options.idle(), Duration.ofSeconds(options.seconds()),
                        progress).run();
            }
            System.out.println();
            findings.print(System.out);
            if (options.report().isPresent()) {
                findings.write(options.report().get());
                System.out.println("Written to " + options.report().get() + ".");
            }
        });
        stage.pair().stop();
        return 0;
    }
}
