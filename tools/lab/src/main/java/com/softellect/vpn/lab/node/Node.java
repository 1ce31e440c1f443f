package com.softellect.vpn.lab.node;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Namespace;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A gateway or client in a network namespace: its folder, its process and its shell. Used by one thread. */
public final class Node {

    /** A cold start takes 5 to 8 s on two cores; a loaded machine may need several times that. */
    public static final Duration START_LIMIT = Duration.ofSeconds(240);

    /** Until then Karaf may replace its SSH server once more. The service is there when it has finished. */
    private static final String BOOT_FINISHED = "service:list org.apache.karaf.features.BootFinished";

    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(120);

    private final Assembly assembly;
    private final NodeFolder folder;
    private final Namespace namespace;
    private KarafProcess process;
    private KarafShell shell;

    /** @param folder made already, with the settings that the node is to start with */
    public Node(Assembly assembly, NodeFolder folder, Namespace namespace) {
        this.assembly = assembly;
        this.folder = folder;
        this.namespace = namespace;
    }

    public NodeFolder folder() {
        return folder;
    }

    public Namespace namespace() {
        return namespace;
    }

    /** The running process. */
    public KarafProcess process() {
        return process;
    }

    /** Starts the JVM and returns at once. */
    public void start() throws LabException {
        start(UnaryOperator.identity());
    }

    /** Like {@link #start()}, with the command wrapped in another one, for example to take a privilege away from it. */
    public void start(UnaryOperator<List<String>> around) throws LabException {
        closeShell();
        process = KarafProcess.start(assembly, folder, words -> namespace.inside(around.apply(words)));
    }

    /** Waits until Karaf has started all that it starts with, and {@code vpn:status} knows the role. */
    public void awaitRole() throws LabException, InterruptedException {
        process.await("the start of the " + folder.role().word(), START_LIMIT,
                () -> require(BOOT_FINISHED).contains("service.id") && status().heading(folder.role()));
    }

    /** What {@code vpn:status} says. */
    public VpnStatus status() throws LabException, InterruptedException {
        return new VpnStatus(run("vpn:status").output());
    }

    /** Runs a shell command. @throws LabException with its output if it fails */
    public String require(String command) throws LabException, InterruptedException {
        KarafShell.Result result = run(command);
        if (!result.ok()) {
            throw new LabException(folder.role().word() + ": " + command + ": " + result.output());
        }
        return result.output();
    }

    /** Stops the node and returns when it has ended; harmless if it was not started. */
    public void stop() throws InterruptedException {
        closeShell();
        if (process != null) {
            process.stop();
        }
    }

    /** Kills the node and returns when it has ended; harmless if it was not started. */
    public void kill() throws InterruptedException {
        closeShell();
        if (process != null) {
            process.kill();
        }
    }

    /** Connects to the shell now, so that the next command is run without that delay. */
    public void openShell() throws LabException, InterruptedException {
        closeShell();
        shell = connect();
    }

    private KarafShell.Result run(String command) throws LabException, InterruptedException {
        if (shell == null) {
            openShell();
        }
        try {
            return shell.execute(command, COMMAND_LIMIT);
        } finally {
            closeShell();
        }
    }

    private KarafShell connect() throws LabException, InterruptedException {
        try {
            return namespace.call(() -> KarafShell.connect(folder));
        } catch (InterruptedException e) {
            throw e;
        } catch (IOException e) {
            throw new LabException("the shell of the " + folder.role().word() + " does not answer: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new LabException("cannot enter the network of the " + folder.role().word() + ": " + e.getMessage(), e);
        }
    }

    private void closeShell() {
        if (shell != null) {
            shell.close();
            shell = null;
        }
    }
}
