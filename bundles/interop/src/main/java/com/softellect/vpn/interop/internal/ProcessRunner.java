package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs programs as processes, without a shell.
 *
 * <p>Threads: any.
 */
final class ProcessRunner implements CommandRunner {

    private final long patienceSeconds;

    /** @param patienceSeconds after which a program that did not end is ended */
    ProcessRunner(long patienceSeconds) {
        this.patienceSeconds = patienceSeconds;
    }

    @Override
    public void run(List<String> command) throws TunAdapterException {
        String line = String.join(" ", command);
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            finish(process, line);
        } catch (IOException e) {
            throw new TunAdapterException("'" + line + "' could not be run: " + e.getMessage(), e);
        }
    }

    /** The programs here say one line: what they say fits the pipe, and can be read when they have ended. */
    private void finish(Process process, String line) throws IOException {
        try {
            if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                throw new TunAdapterException("'" + line + "' did not end within " + patienceSeconds + " s: try it by hand");
            }
            if (process.exitValue() != 0) {
                String output = process.inputReader().lines().collect(Collectors.joining(" ")).strip();
                throw new TunAdapterException("'" + line + "' failed with exit code " + process.exitValue() + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TunAdapterException("interrupted while waiting for '" + line + "'", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
