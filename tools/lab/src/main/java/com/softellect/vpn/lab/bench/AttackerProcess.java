package com.softellect.vpn.lab.bench;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.attack.FloodResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** A process that floods the gateway until it is told to end. Used by one thread. */
public final class AttackerProcess {

    /** What it says when it has begun. */
    public static final String BEGUN = "flooding";

    private final Process process;
    private final BufferedReader output;

    private AttackerProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /** Starts it and returns when it has begun. */
    static AttackerProcess start(List<String> command) throws LabException {
        try {
            AttackerProcess attacker = new AttackerProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
            String line = attacker.output.readLine();
            if (!BEGUN.equals(line)) {
                throw new LabException("the flood did not begin: " + line);
            }
            return attacker;
        } catch (IOException e) {
            throw new LabException("cannot start the flood: " + e.getMessage(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Ends it. */
    FloodResult end() throws LabException, InterruptedException {
        try {
            process.getOutputStream().close();
            String line = output.readLine();
            process.waitFor();
            return FloodResult.fromJson(line == null ? "it was killed" : line);
        } catch (IOException e) {
            throw new LabException("lost the flood: " + e.getMessage(), e);
        } finally {
            process.destroyForcibly();
        }
    }
}
