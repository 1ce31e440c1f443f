package com.softellect.vpn.lab.command;

import com.softellect.vpn.lab.LabException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of the launcher that are Java. */
@Command(name = "vpn", subcommands = {DemoCommand.class, InnerDemoCommand.class, BenchCommand.class, InnerBenchCommand.class,
        InnerFloodCommand.class, InnerUpgradeCommand.class, AttackCommand.class, PrepareCommand.class, ShellCommand.class,
        InnerShellCommand.class, StopCommand.class})
public final class Lab {

    /** Exit code when something that the lab needs is not so. */
    static final int FAILED = 1;

    private Lab() {
    }

    /** Failures that have a message for the operator show that and no stack trace. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Lab()).setCaseInsensitiveEnumValuesAllowed(true);
        line.getSubcommands().get("shell").setStopAtPositional(true); // what follows the node is the node's
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof LabException) {
                command.getErr().println("vpn: " + failure.getMessage());
                return FAILED;
            }
            throw failure;
        });
        return line;
    }
}
