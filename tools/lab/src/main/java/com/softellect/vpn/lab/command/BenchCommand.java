package com.softellect.vpn.lab.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./vpn bench}: measurements that take longer than the demo's. */
@Command(name = "bench", mixinStandardHelpOptions = true, subcommands = {FloodCommand.class, MicroCommand.class, UpgradeCommand.class},
        description = "Measures how fast the product is, beside the goals and the same link without it")
final class BenchCommand implements Callable<Integer> {

    @Mixin
    private Workplace workplace;

    @Mixin
    private BenchOptions options;

    @Override
    public Integer call() throws Exception {
        options.check();
        return new IsolatedRun(workplace, workplace.bench()).run(InnerBenchCommand.NAME, options.words());
    }
}
