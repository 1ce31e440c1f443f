package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.node.KarafShell;
import com.softellect.vpn.lab.node.NodeFolder;
import com.softellect.vpn.lab.node.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One shell command, run from inside the node's network namespace. */
@Command(name = InnerShellCommand.NAME, hidden = true)
final class InnerShellCommand implements Callable<Integer> {

    static final String NAME = "inner-shell";

    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Parameters(index = "0")
    private Role role;

    @Parameters(index = "1")
    private Path base;

    @Parameters(index = "2")
    private String command;

    @Override
    public Integer call() throws LabException {
        try (KarafShell shell = KarafShell.connect(new NodeFolder(role, base))) {
            KarafShell.Result result = shell.execute(command, LIMIT);
            System.out.println(result.output());
            return result.exitCode();
        } catch (IOException e) {
            throw new LabException("the shell of the " + role.word() + " does not answer (yet): " + e.getMessage(), e);
        }
    }
}
