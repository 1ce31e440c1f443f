package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.bench.Bench;
import com.softellect.vpn.lab.bench.Versions;
import com.softellect.vpn.lab.report.Showing;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The bench itself, as the first process inside its namespaces. */
@Command(name = InnerBenchCommand.NAME, hidden = true)
final class InnerBenchCommand implements Callable<Integer> {

    static final String NAME = "inner-bench";

    @Mixin
    private Workplace workplace;

    @Mixin
    private BenchOptions options;

    @Option(names = Stage.TERMINAL)
    private boolean terminal;

    @Override
    public Integer call() throws LabException, InterruptedException, IOException {
        Stage stage = Stage.set(workplace, workplace.bench());
        Versions versions = Versions.of(workplace.assembly());
        Showing showing = new Showing(System.out, terminal, options.report());
        stage.run(() -> showing.run(progress -> new Bench(stage.network(), stage.pair(), options.plan(), versions, progress).run()));
        stage.pair().stop();
        return 0;
    }
}
