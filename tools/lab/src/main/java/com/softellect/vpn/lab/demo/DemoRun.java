package com.softellect.vpn.lab.demo;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.node.Pair;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** One showing of the demo: its steps, then its table. Used by one thread. */
public final class DemoRun {

    private final Pair pair;
    private final Duration idle;
    private final PrintStream out;
    private final boolean terminal;

    private DemoRun(Pair pair, Duration idle, PrintStream out, boolean terminal) {
        this.pair = pair;
        this.idle = idle;
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * @param pair     configured, not started
     * @param idle     how long polls and CPU are counted
     * @param terminal whether {@code out} ends at a terminal, where lines can be overwritten
     */
    public static DemoRun of(Pair pair, Duration idle, PrintStream out, boolean terminal) {
        return new DemoRun(pair, idle, out, terminal);
    }

    /** Shows it, and writes the figures to the file if one is given. Both nodes are running afterwards. */
    public void run(Optional<Path> file) throws LabException, InterruptedException {
        Report report;
        try (Progress progress = new Progress(out, terminal)) {
            report = new Demo(pair, idle, progress).run();
        }
        out.println();
        report.print(out);
        if (file.isPresent()) {
            report.write(file.get());
            out.println();
            out.println("Written to " + file.get() + ".");
        }
    }
}
