package com.softellect.vpn.lab.report;

import com.softellect.vpn.lab.LabException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Says what is being done and what came of it, one line a step. On a terminal the line counts the seconds meanwhile; elsewhere
 * it is written when the step begins and ended when it is done. Steps are run by one thread.
 */
public final class Progress implements AutoCloseable {

    private static final String CLEAR_LINE = "\r\033[K";
    private static final int WIDTH = 34;

    private final PrintStream out;
    private final boolean terminal;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lab-progress");
        thread.setDaemon(true);
        return thread;
    });

    public Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** A step; what it returns is shown behind its name. */
    public interface Step {
        String run() throws LabException, InterruptedException;
    }

    public void step(String name, Step step) throws LabException, InterruptedException {
        long start = System.nanoTime();
        String title = String.format(Locale.ROOT, "  %-" + WIDTH + "s ", name);
        show(title);
        ScheduledFuture<?> ticking = terminal ? tick(title, start) : null;
        String outcome = "failed";
        try {
            outcome = step.run();
        } finally {
            stop(ticking);
            show((terminal ? CLEAR_LINE + title : "") + outcome + System.lineSeparator());
        }
    }

    private ScheduledFuture<?> tick(String title, long start) {
        return clock.scheduleAtFixedRate(() -> show(CLEAR_LINE + title + seconds(start) + " s"), 1, 1, TimeUnit.SECONDS);
    }

    private static void stop(ScheduledFuture<?> ticking) {
        if (ticking != null) {
            ticking.cancel(false);
        }
    }

    private synchronized void show(String text) {
        out.print(text);
        out.flush();
    }

    private static long seconds(long start) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
