package com.softellect.vpn.lab.node;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A node's JVM. Any thread may use it. */
public final class KarafProcess {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final long POLL_MILLIS = 100;

    private final NodeFolder folder;
    private final Process process;

    private KarafProcess(NodeFolder folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * Starts the node; it is not ready yet when this returns.
     *
     * @param around what the command is wrapped in, for example to run it in a network namespace; each wrapper must replace
     *               itself by what it runs
     */
    public static KarafProcess start(Assembly assembly, NodeFolder folder, UnaryOperator<List<String>> around)
            throws LabException {
        ProcessBuilder builder = new ProcessBuilder(around.apply(List.of(assembly.script(), "daemon")));
        builder.environment().put("KARAF_BASE", folder.base().toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(folder.console().toFile()));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new KarafProcess(folder, process);
        } catch (IOException e) {
            throw new LabException("cannot start the " + folder.role().word() + ": " + e.getMessage(), e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Waits until the condition is true, asking often. A condition that throws counts as not true yet.
     *
     * @param what as in "waiting for WHAT"
     * @throws LabException if the process ends, or the limit passes; the message names the reason that the condition gave last
     */
    public void await(String what, Duration limit, Callable<Boolean> condition) throws LabException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        String reason = "";
        do {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                reason = ": " + e.getMessage();
            }
            stayAlive(Duration.ofMillis(POLL_MILLIS));
        } while (System.nanoTime() < end);
        throw new LabException("waited " + limit.toSeconds() + " s in vain for " + what + reason);
    }

    /** Lets the time pass. @throws LabException at once if the process ends meanwhile */
    public void stayAlive(Duration time) throws LabException, InterruptedException {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new LabException("the " + folder.role().word() + " ended with exit code " + process.exitValue());
        }
    }

    /** Asks the node to stop and waits until it has; a node that takes longer than 15 s is killed. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            kill();
        }
    }

    /** Ends the node without its knowing ({@code kill -9}), and returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
