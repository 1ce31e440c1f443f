package com.softellect.vpn.lab.report;

import com.softellect.vpn.lab.LabException;
import java.io.PrintStream;
import java.nio.file.Path;

/** What a run found, to be shown and kept. */
public interface Findings {

    /** Prints a table. */
    void print(PrintStream out);

    /** Writes one JSON object. @throws LabException if the file can't be written */
    void write(Path file) throws LabException;
}
