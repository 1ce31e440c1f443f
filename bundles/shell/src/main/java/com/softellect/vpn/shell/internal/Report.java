package com.softellect.vpn.shell.internal;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A heading and lines of name and value, the values in one column. */
final class Report {

    private static final String LINE = "  %-12s%s%n";

    private final String heading;
    private final Map<String, String> lines = new LinkedHashMap<>();

    Report(String heading) {
        this.heading = heading;
    }

    /** Adds a line, or nothing if the value is null. */
    Report line(String name, Object value) {
        if (value != null) {
            lines.put(name, value.toString());
        }
        return this;
    }

    void print(PrintStream out) {
        out.println(heading);
        lines.forEach((name, value) -> out.printf(Locale.ROOT, LINE, name, value));
    }
}
