package com.softellect.vpn.lab.command;

import picocli.CommandLine.Command;

/** {@code ./vpn bench}: measurements that take longer than the demo's. */
@Command(name = "bench", mixinStandardHelpOptions = true, subcommands = FloodCommand.class,
        description = "Measures how a gateway fares in a special situation")
final class BenchCommand {
}
