package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.util.List;

/** Runs programs of the system. */
@FunctionalInterface
interface CommandRunner {

    /**
     * Runs a program to its end, without a shell.
     *
     * @param input   what it reads from its standard input
     * @param command its name and its arguments
     * @return what it wrote
     * @throws SurroundingsException if it can't be run, does not end in time or reports failure; the message has command and output
     */
    String run(String input, List<String> command) throws SurroundingsException;

    default String run(String... command) throws SurroundingsException {
        return run("", List.of(command));
    }
}
