package com.softellect.vpn.lab.net;

import com.softellect.vpn.lab.LabException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A short-lived command of the system. Immutable; may be run any number of times by any thread. */
public record Command(List<String> words) {

    private static final File NOTHING = new File("/dev/null");

    /** What a command left. The output holds both its standard output and its standard error. */
    public record Result(int exitCode, String output) {

        public boolean ok() {
            return exitCode == 0;
        }
    }

    public Command {
        words = List.copyOf(words);
    }

    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    /** Runs it to its end; a thread that is interrupted meanwhile ends it. */
    public Result run() throws LabException, InterruptedException {
        Process process = start();
        try {
            byte[] output = process.getInputStream().readAllBytes();
            return new Result(process.waitFor(), new String(output, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new LabException("cannot read what '" + this + "' says: " + e.getMessage(), e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Runs it and returns its output. @throws LabException with that output if it fails */
    public String require() throws LabException, InterruptedException {
        Result result = run();
        if (!result.ok()) {
            throw new LabException("'" + this + "' failed with exit code " + result.exitCode() + ": " + result.output());
        }
        return result.output();
    }

    /** Whether it is there to be run at all, asked by running it. */
    public boolean works() throws InterruptedException {
        try {
            return run().ok();
        } catch (LabException e) {
            return false; // not installed
        }
    }

    private Process start() throws LabException {
        try {
            return new ProcessBuilder(words).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(NOTHING)).start();
        } catch (IOException e) {
            throw new LabException("cannot run '" + this + "': " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
