package com.softellect.vpn.lab.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./vpn bench upgrade}. */
@Command(name = "upgrade", mixinStandardHelpOptions = true,
        description = "Measures what users notice while each layer is replaced by another version, and while the gateway is restarted")
final class UpgradeCommand implements Callable<Integer> {

    @Mixin
    private Workplace workplace;

    @Mixin
    private UpgradeOptions options;

    @Override
    public Integer call() throws Exception {
        options.check();
        return new IsolatedRun(workplace, workplace.bench()).run(InnerUpgradeCommand.NAME, options.words());
    }
}
