package com.softellect.vpn.lab.report;

import com.softellect.vpn.lab.LabException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a run is shown: its steps, then the table of its figures. Immutable.
 *
 * @param terminal whether {@code out} ends at a terminal, where lines can be overwritten
 * @param file     where the figures are written too, as JSON
 */
public record Showing(PrintStream out, boolean terminal, Optional<Path> file) {

    /** The steps of a run. */
    public interface Steps<F extends Findings> {
        F run(Progress progress) throws LabException, InterruptedException;
    }

    /** Shows it; what it started goes on running. */
    public <F extends Findings> F run(Steps<F> steps) throws LabException, InterruptedException {
        F report;
        try (Progress progress = new Progress(out, terminal)) {
            report = steps.run(progress);
        }
        out.println();
        report.print(out);
        if (file.isPresent()) {
            report.write(file.get());
            out.println();
            out.println("Written to " + file.get() + ".");
        }
        return report;
    }
}
