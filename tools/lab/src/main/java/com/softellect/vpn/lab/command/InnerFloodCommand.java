package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.bench.FloodBench;
import com.softellect.vpn.lab.net.Namespace;
import com.softellect.vpn.lab.net.Network;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.node.Role;
import com.softellect.vpn.lab.report.Showing;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The bench of a flood itself, as the first process inside its namespaces. */
@Command(name = InnerFloodCommand.NAME, hidden = true)
final class InnerFloodCommand implements Callable<Integer> {

    static final String NAME = "inner-flood";

    /** Most attempts end in an exception that nobody reads. */
    private static final String CHEAP_REFUSALS = "-XX:-StackTraceInThrowable";

    /** One key of the kind that Java makes fastest per handshake, instead of one of each of two: who attacks saves what he can. */
    private static final String CHEAP_KEYS = "-Djdk.tls.namedGroups=x25519";

    @Mixin
    private Workplace workplace;

    @Mixin
    private FloodOptions options;

    @Option(names = Stage.TERMINAL)
    private boolean terminal;

    @Override
    public Integer call() throws LabException, InterruptedException, IOException {
        Stage stage = Stage.set(workplace, workplace.bench());
        List<String> attack = attack(stage.network().joinStrangers());
        Showing showing = new Showing(System.out, terminal, options.report());
        stage.run(() -> showing.run(progress -> new FloodBench(stage.pair(), attack, options.seconds(), progress).run()));
        stage.pair().stop();
        return 0;
    }

    /** Claims the name of the client that is there, and one that is not. */
    private List<String> attack(Namespace strangers) {
        return strangers.inside(Self.command(List.of("-Xmx256m", CHEAP_REFUSALS, CHEAP_KEYS), List.of(AttackCommand.NAME,
                "--host", Network.GATEWAY_ADDRESS, "--port", Integer.toString(Role.HTTPS_PORT), "--path", "/cxf/vpn",
                "--client", Pair.CLIENT_ID, "--client", "mallory",
                "--network", Network.STRANGERS_NETWORK, "--rate", Integer.toString(options.rate()))));
    }
}
