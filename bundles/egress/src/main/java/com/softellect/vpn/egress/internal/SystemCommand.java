package com.softellect.vpn.egress.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of the system with its arguments, run as a process without a shell. The programs here are given little and say little: it fits the pipes, and
 * is read when they have ended. Immutable; any thread.
 */
record SystemCommand(List<String> words, long limitSeconds) {

    /** What a program left: its output holds what it printed and what it complained of. */
    record Result(int exitCode, String output) {

        boolean ok() {
            return exitCode == 0;
        }
    }

    /**
     * Runs it to its end.
     *
     * @param input its standard input
     * @throws IOException     if it can't be started
     * @throws EgressException if it does not end in time, or this thread is interrupted meanwhile: it is ended then
     */
    Result run(String input) throws IOException, EgressException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try {
            give(process, input);
            if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                throw new EgressException("'" + this + "' did not end within " + limitSeconds + " s: try it by hand");
            }
            return new Result(process.exitValue(), new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EgressException("interrupted while waiting for '" + this + "'", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A program that does not read its input to the end says why by its exit code. */
    private static void give(Process process, String input) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // told by the exit code
        }
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
