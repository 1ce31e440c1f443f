package com.softellect.vpn.shell.internal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;

/** A command with one argument. Karaf itself takes options only before the argument; here they may also stand behind it. */
abstract class ArgumentCommand extends VpnCommand {

    @Argument(index = 1, name = "options", multiValued = true, description = "The options may also stand behind the argument")
    List<String> late = new ArrayList<>();

    @Override
    final void run(Services services, PrintStream out) throws Exception {
        new LateOptions(late).applyTo(this);
        perform(services, out);
    }

    /** Does it, with all options set. Fails with {@link Failures#of}. */
    abstract void perform(Services services, PrintStream out) throws Exception;
}
