package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Entrance;
import com.softellect.vpn.lab.node.NodeFolder;
import com.softellect.vpn.lab.node.Role;
import com.softellect.vpn.lab.node.RunningNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code ./vpn shell NODE [COMMAND]}: finds the node, of the demo or of {@code ./vpn gateway} and {@code ./vpn client}, and goes
 * to where it is. With a command its exit code is the command's: 0, or 1 if it failed.
 */
@Command(name = "shell", mixinStandardHelpOptions = true,
        description = "Runs a command in the shell of a running node; without a command opens the shell")
final class ShellCommand implements Callable<Integer> {

    @Mixin
    private Workplace workplace;

    @Parameters(index = "0", paramLabel = "NODE", description = "gateway or client")
    private Role role;

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "For example: vpn:status")
    private List<String> command = List.of();

    @Override
    public Integer call() throws LabException, InterruptedException, IOException {
        for (NodeFolder node : List.of(workplace.demo().node(role), workplace.bench().node(role), workplace.node(role))) {
            Optional<Long> pid = RunningNode.withOption("-Dkaraf.base=" + node.base());
            if (pid.isPresent()) {
                List<String> words = command.isEmpty() ? interactive(node) : single(node);
                return run(new Entrance(pid.get()).inside(words));
            }
        }
        throw new LabException("no " + role.word() + " is running: start one with './vpn demo --keep' or './vpn "
                + role.word() + "'");
    }

    private List<String> single(NodeFolder node) {
        List<String> words = new ArrayList<>(List.of(InnerShellCommand.NAME, role.name(), node.base().toString()));
        words.add(String.join(" ", command));
        return Self.command(List.of("-XX:TieredStopAtLevel=1"), words);
    }

    private List<String> interactive(NodeFolder node) throws LabException, InterruptedException {
        List<String> environment = List.of("env", "KARAF_BASE=" + node.base(), "JAVA_HOME=" + System.getProperty("java.home"));
        List<String> words = new ArrayList<>(environment);
        words.addAll(workplace.assembly().client(node));
        return words;
    }

    private static int run(List<String> words) throws IOException, InterruptedException {
        return new ProcessBuilder(words).inheritIO().start().waitFor();
    }
}
