package com.softellect.vpn.lab.net;

import com.softellect.vpn.lab.LabException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A named network namespace. Commands are run in it by {@link #command}, Java code by {@link #call}. Immutable; any thread
 * may use it.
 *
 * @param name as {@code ip netns} knows it
 */
public record Namespace(String name) {

    private static final Path FOLDER = Path.of("/run/netns");

    Path file() {
        return FOLDER.resolve(name);
    }

    /** The given command, run inside. It replaces {@code nsenter}: the process is the command's own. */
    public Command command(String... words) {
        return new Command(inside(List.of(words)));
    }

    /** The words that run the given command inside. */
    public List<String> inside(List<String> words) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net=" + file()));
        all.addAll(words);
        return all;
    }

    /**
     * Runs the task on a thread of its own that is inside. A socket belongs for ever to the namespace of the thread that
     * opened it, so a socket that the task returns may be used by any thread.
     */
    public <T> T call(Callable<T> task) throws Exception {
        FutureTask<T> future = new FutureTask<>(() -> {
            Setns.enterNetwork(file());
            return task.call();
        });
        Thread thread = new Thread(future, "lab-in-" + name);
        thread.setDaemon(true);
        thread.start();
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw unwrap(e);
        } finally {
            future.cancel(true);
        }
    }

    private static Exception unwrap(ExecutionException e) {
        return e.getCause() instanceof Exception cause ? cause : new LabException("failed: " + e.getCause(), e.getCause());
    }
}
