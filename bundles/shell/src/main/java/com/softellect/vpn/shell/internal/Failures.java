package com.softellect.vpn.shell.internal;

import org.apache.karaf.shell.support.CommandException;

/**
 * How a command fails: by a {@link CommandException}. Karaf shows one as a single line, logs no stack trace for it, and ends an
 * SSH command with exit status 1. It knows that exception by its simple name, so there is no subclass of it here.
 */
final class Failures {

    private Failures() {
    }

    /** @param message what is wrong and what to do, on one line */
    static CommandException of(String message) {
        return new CommandException("Error: " + message, message);
    }
}
