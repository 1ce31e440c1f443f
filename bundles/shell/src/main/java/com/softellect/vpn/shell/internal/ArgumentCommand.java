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
        List<String> words = new ArrayList<>(late);
        takeArguments(words);
        new LateOptions(words).applyTo(this);
        perform(services, out);
    }

    /** Takes what is no option, and belongs to the command, off the words behind the first argument. */
    void takeArguments(List<String> words) {
        // most have one argument
    }

    /** Does it, with all options set. Fails with {@link Failures#of}. */
    abstract void perform(Services services, PrintStream out) throws Exception;
}
