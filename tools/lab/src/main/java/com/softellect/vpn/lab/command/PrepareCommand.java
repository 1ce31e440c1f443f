package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.node.Assembly;
import com.softellect.vpn.lab.node.NodeFolder;
import com.softellect.vpn.lab.node.Role;
import com.softellect.vpn.lab.node.RunningNode;
import com.softellect.vpn.lab.node.StandaloneNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * What {@code ./vpn gateway} and {@code ./vpn client} need before they become Karaf: prints KARAF_HOME. What the operator has to
 * know goes to standard error.
 */
@Command(name = "prepare", hidden = true)
final class PrepareCommand implements Callable<Integer> {

    private static final Map<Role, String> FIRST_STEP = Map.of(
            Role.GATEWAY, "To let a client in: vpn:client-add alice --profile /path/alice.vpnprofile, and take that file to the client.",
            Role.CLIENT, "To connect, with the file that the gateway made: vpn:connect /path/alice.vpnprofile");

    @Mixin
    private Workplace workplace;

    @Parameters(paramLabel = "ROLE")
    private Role role;

    @Override
    public Integer call() throws LabException, InterruptedException, IOException {
        NodeFolder folder = workplace.node(role);
        Optional<Long> running = RunningNode.withOption("-Dkaraf.base=" + folder.base());
        if (running.isPresent()) {
            throw new LabException("the " + role.word() + " of " + folder.base() + " runs already, as process " + running.get()
                    + "; './vpn shell " + role.word() + "' reaches it");
        }
        Assembly assembly = workplace.assembly();
        new StandaloneNode(folder).prepare(assembly);
        System.err.println("The " + role.word() + "'s settings are in " + folder.etc() + ", its log is " + folder.log() + ".");
        System.err.println(FIRST_STEP.get(role));
        System.out.println(assembly.home());
        return 0;
    }
}
