package com.softellect.vpn.shell.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.apache.karaf.shell.support.CommandException;

/**
 * How a command fails: by a {@link CommandException}. Karaf shows one as a single line, logs no stack trace for it, and ends an
 * SSH command with exit status 1. It knows that exception by its simple name, so there is no subclass of it here.
 */
final class Failures {

    private Failures() {
    }

    /** Why a file could not be read or written, in words: the exceptions of {@code java.nio.file} have only its name for a message. */
    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "Karaf's user may not";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        return e instanceof FileSystemException file && file.getReason() != null ? file.getReason() : e.toString();
    }

    /** @param message what is wrong and what to do, on one line */
    static CommandException of(String message) {
        return new CommandException("Error: " + message, message);
    }
}
