package com.softellect.vpn.lab.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./vpn bench flood}. */
@Command(name = "flood", mixinStandardHelpOptions = true,
        description = "Measures a client's throughput while strangers flood its gateway with wrong authentications")
final class FloodCommand implements Callable<Integer> {

    @Mixin
    private Workplace workplace;

    @Mixin
    private FloodOptions options;

    @Override
    public Integer call() throws Exception {
        options.check();
        return new IsolatedRun(workplace, workplace.bench()).run(InnerFloodCommand.NAME, options.words());
    }
}
