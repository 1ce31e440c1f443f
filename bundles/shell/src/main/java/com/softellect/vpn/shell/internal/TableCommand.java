package com.softellect.vpn.shell.internal;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.support.table.ShellTable;

/** A command that prints one table. */
abstract class TableCommand extends VpnCommand {

    @Option(name = "--no-format", description = "Print without headers and borders, tab-separated, for scripts")
    private boolean noFormat;

    @Override
    final void run(Services services, PrintStream out) throws Exception {
        table(services).print(out, !noFormat);
    }

    abstract ShellTable table(Services services) throws Exception;
}
