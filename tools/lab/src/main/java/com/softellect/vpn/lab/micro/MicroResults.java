package com.softellect.vpn.lab.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results of one run, by name, in the order in which they were measured. Immutable. */
public final class MicroResults {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final Map<String, MicroResult> results;

    private MicroResults(Map<String, MicroResult> results) {
        this.results = results;
    }

    /** Of a file that JMH wrote. @throws LabException if it is none */
    public static MicroResults read(Path file) throws LabException {
        try {
            JsonNode all = new ObjectMapper().readTree(file.toFile());
            if (!all.isArray()) {
                throw new LabException(file + " holds no results of './vpn bench micro --report'");
            }
            Map<String, MicroResult> results = new LinkedHashMap<>();
            for (JsonNode each : all) {
                MicroResult result = result(each);
                results.put(result.name(), result);
            }
            return new MicroResults(results);
        } catch (IOException e) {
            throw new LabException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static MicroResult result(JsonNode json) {
        String[] words = json.path("benchmark").asText().split("\\.");
        StringBuilder name = new StringBuilder(words[Math.max(0, words.length - 2)].replace("Benchmark", "") + "." + words[words.length - 1]);
        json.path("params").fields().forEachRemaining(parameter -> name.append(' ').append(parameter.getKey()).append('=')
                .append(parameter.getValue().asText()));
        JsonNode metric = json.path("primaryMetric");
        return new MicroResult(name.toString(), metric.path("score").asDouble(), metric.path("scoreError").asDouble(Double.NaN),
                metric.path("scoreUnit").asText(), json.path("secondaryMetrics").path(ALLOCATED).path("score").asDouble(Double.NaN));
    }

    public void print(PrintStream out) {
        results.values().forEach(result -> out.printf(Locale.ROOT, "  %-44s %28s %14s%n", result.name(), result.time(), result.allocated()));
    }

    /**
     * Prints those that both have, side by side, and marks what has become worse.
     *
     * @return how many have
     */
    public int compareWithOlder(MicroResults old, PrintStream out) {
        List<String> worse = new ArrayList<>();
        results.values().stream().filter(result -> old.results.containsKey(result.name())).forEach(result -> {
            MicroResult before = old.results.get(result.name());
            String verdict = (result.slowerThan(before) ? "SLOWER " : before.slowerThan(result) ? "faster " : "")
                    + (result.allocatesMoreThan(before) ? "ALLOCATES MORE" : before.allocatesMoreThan(result) ? "allocates less" : "");
            out.printf(Locale.ROOT, "  %-44s %26s -> %26s %6.2f x   %11s -> %11s  %s%n", result.name(), before.time(), result.time(),
                    result.score() / before.score(), before.allocated(), result.allocated(), verdict);
            if (result.slowerThan(before) || result.allocatesMoreThan(before)) {
                worse.add(result.name());
            }
        });
        return worse.size();
    }
}
