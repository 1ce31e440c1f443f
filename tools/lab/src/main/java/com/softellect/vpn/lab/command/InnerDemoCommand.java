package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.demo.Demo;
import com.softellect.vpn.lab.internet.Internet;
import com.softellect.vpn.lab.report.Showing;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The demo itself, as the first process inside its namespaces. */
@Command(name = InnerDemoCommand.NAME, hidden = true)
final class InnerDemoCommand implements Callable<Integer> {

    static final String NAME = "inner-demo";

    @Mixin
    private Workplace workplace;

    @Mixin
    private DemoOptions options;

    @Option(names = Stage.TERMINAL)
    private boolean terminal;

    @Override
    public Integer call() throws LabException, InterruptedException, IOException {
        Stage stage = Stage.set(workplace, workplace.demo());
        Internet.open(stage.network()); // ends with this process
        Showing showing = new Showing(System.out, terminal, options.report());
        stage.run(() -> showing.run(progress -> new Demo(stage.pair(), options.idle(), progress).run()));
        if (options.keep()) {
            letGo();
            Stage.forever(); // until './vpn stop' ends this process
        }
        stage.pair().stop();
        return 0; // and the folder is deleted on the way out
    }

    private static void letGo() {
        System.out.println();
        System.out.println("Gateway and client go on running in the background:");
        System.out.println("  ./vpn shell gateway [COMMAND]   the gateway's shell, for example ./vpn shell gateway vpn:sessions");
        System.out.println("  ./vpn shell client [COMMAND]    the client's shell, for example ./vpn shell client vpn:status");
        System.out.println("  ./vpn stop                      ends both and removes everything");
        System.out.write(InnerProcess.LET_GO);
        System.out.flush();
        System.out.close();
        System.err.close();
    }
}
