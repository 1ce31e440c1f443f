package com.softellect.vpn.lab.report;

import com.softellect.vpn.lab.LabException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The figures of one run, in the order of their enum. Used by one thread.
 *
 * @param <F> what is measured
 */
public final class Report<F extends Enum<F> & Figure> implements Findings {

    private final Map<F, Double> values;

    public Report(Class<F> figures) {
        values = new EnumMap<>(figures);
    }

    public void put(F figure, double value) {
        values.put(figure, value);
    }

    public double value(F figure) {
        return values.get(figure);
    }

    /** A figure with its unit, as it was put. */
    public String show(F figure) {
        return figure.show(values.get(figure));
    }

    @Override
    public void print(PrintStream out) {
        int width = values.keySet().stream().mapToInt(figure -> figure.form().title().length()).max().orElse(0);
        values.keySet().forEach(figure ->
                out.printf(Locale.ROOT, "  %-" + width + "s  %18s%n", figure.form().title(), show(figure)));
    }

    @Override
    public void write(Path file) throws LabException {
        JsonFile.write(file, json());
    }

    private Map<String, BigDecimal> json() {
        Map<String, BigDecimal> json = new LinkedHashMap<>();
        values.forEach((figure, value) -> json.put(figure.key(), JsonFile.number(value)));
        return json;
    }
}
