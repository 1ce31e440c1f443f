package com.softellect.vpn.lab.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./vpn demo}. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Shows a gateway and a client at work, each in a network of its own")
final class DemoCommand implements Callable<Integer> {

    @Mixin
    private Workplace workplace;

    @Mixin
    private DemoOptions options;

    @Override
    public Integer call() throws Exception {
        options.check();
        return new IsolatedRun(workplace, workplace.demo()).run(InnerDemoCommand.NAME, options.words());
    }
}
