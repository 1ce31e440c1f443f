package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./vpn demo}: runs the demo in a process of its own, inside namespaces of its own, and relays what it says. */
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
        DemoFolder demo = workplace.demo();
        demo.requireFree();
        Isolation isolation = Isolation.find();
        workplace.assembly(); // unpacked here: from inside it can't be seen which build is still in use
        List<String> inside = new ArrayList<>(List.of(InnerDemoCommand.NAME));
        inside.addAll(options.words());
        if (System.console() != null) {
            inside.add(InnerDemoCommand.TERMINAL);
        }
        int exitCode = new InnerProcess(isolation.wrap(Self.command(demo.marker(), inside))).run();
        if (exitCode != 0 && demo.exists() && demo.holder().isEmpty()) {
            demo.delete(); // the process inside could not do it any more
            throw new LabException("the demo was killed");
        }
        return exitCode;
    }
}
