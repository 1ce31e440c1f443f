package com.softellect.vpn.lab.bench;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.report.Findings;
import com.softellect.vpn.lab.report.JsonFile;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** What each figure was, each time it was measured, through the tunnel and on the bare link. Used by one thread. */
public final class BenchReport implements Findings {

    private static final String LINE = "  %-37s %16s  %19s  %14s  %14s  %s%n";

    private final Versions versions;
    private final BenchPlan plan;
    private final Map<Way, Map<BenchFigure, List<Double>>> values = new EnumMap<>(Way.class);

    public BenchReport(Versions versions, BenchPlan plan) {
        this.versions = versions;
        this.plan = plan;
        for (Way way : Way.values()) {
            values.put(way, new EnumMap<>(BenchFigure.class));
        }
    }

    void add(Way way, BenchFigure figure, double value) {
        values.get(way).computeIfAbsent(figure, key -> new ArrayList<>()).add(value);
    }

    /** Of all times; none if it was not measured. */
    OptionalDouble median(Way way, BenchFigure figure) {
        List<Double> sorted = sorted(way, figure);
        if (sorted.isEmpty()) {
            return OptionalDouble.empty();
        }
        int middle = sorted.size() / 2;
        return OptionalDouble.of(sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
    }

    /** The median with its unit, or nothing. */
    String show(Way way, BenchFigure figure) {
        OptionalDouble median = median(way, figure);
        return median.isPresent() ? figure.show(median.getAsDouble()) : "";
    }

    @Override
    public void print(PrintStream out) {
        out.printf(Locale.ROOT, LINE, "", "median", "least to most", "bare link", "goal", "");
        values.get(Way.TUNNEL).keySet().forEach(figure -> out.printf(Locale.ROOT, LINE, figure.form().title(), show(Way.TUNNEL, figure),
                spread(figure), bare(show(Way.BARE_LINK, figure)), goal(figure), verdict(figure)));
        out.println();
        out.println("  " + versions);
        out.println("  each measured " + plan.repeats() + (plan.repeats() == 1 ? " time" : " times") + ", throughput for " + plan.seconds()
                + " s, after " + plan.warm().toSeconds() + " s of traffic");
    }

    private String spread(BenchFigure figure) {
        List<Double> sorted = sorted(Way.TUNNEL, figure);
        String unit = " " + figure.form().unit();
        return bare(figure.show(sorted.get(0)).replace(unit, "")) + " to " + figure.show(sorted.get(sorted.size() - 1)).replace(unit, "");
    }

    /** A cell that may be empty. */
    private static String bare(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private String goal(BenchFigure figure) {
        OptionalDouble wanted = figure.goal().value().apply(this);
        return wanted.isPresent() ? (figure.goal().most() ? "<= " : ">= ") + figure.show(wanted.getAsDouble()).replace(" " + figure.form().unit(), "") : "-";
    }

    private String verdict(BenchFigure figure) {
        OptionalDouble wanted = figure.goal().value().apply(this);
        if (wanted.isEmpty()) {
            return "";
        }
        double measured = median(Way.TUNNEL, figure).orElseThrow();
        return figure.goal().reachedBy(measured, wanted.getAsDouble()) ? "reached"
                : String.format(Locale.ROOT, "missed: %.0f %% of it", 100 * measured / wanted.getAsDouble());
    }

    /** The medians by their keys, then all single values, and what was measured how. */
    @Override
    public void write(Path file) throws LabException {
        JsonFile.write(file, json());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        Map<String, List<BigDecimal>> runs = new LinkedHashMap<>();
        values.forEach((way, figures) -> figures.forEach((figure, all) -> {
            json.put(way.key(figure), JsonFile.number(median(way, figure).orElseThrow()));
            runs.put(way.key(figure), all.stream().map(JsonFile::number).toList());
        }));
        json.put("runs", runs);
        json.put("seconds", plan.seconds());
        json.put("repeats", plan.repeats());
        json.put("warm_seconds", plan.warm().toSeconds());
        json.put("versions", versions.json());
        return json;
    }

    private List<Double> sorted(Way way, BenchFigure figure) {
        return values.get(way).getOrDefault(figure, List.of()).stream().sorted().toList();
    }
}
