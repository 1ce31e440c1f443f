package com.softellect.vpn.lab.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The figures of one demo. Used by one thread. */
final class Report {

    private static final int REPORTED_DECIMALS = 3;

    private final Map<Figure, Double> values = new EnumMap<>(Figure.class);

    void put(Figure figure, double value) {
        values.put(figure, value);
    }

    /** A figure with its unit, as it was put. */
    String show(Figure figure) {
        return figure.show(values.get(figure));
    }

    void print(PrintStream out) {
        int width = values.keySet().stream().mapToInt(figure -> figure.title().length()).max().orElse(0);
        values.keySet().forEach(figure ->
                out.printf(Locale.ROOT, "  %-" + width + "s  %18s%n", figure.title(), show(figure)));
    }

    /** Writes them as one JSON object. @throws LabException if the file can't be written */
    void write(Path file) throws LabException {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json());
        } catch (IOException e) {
            throw new LabException("cannot write the report to " + file + ": " + e.getMessage(), e);
        }
    }

    private Map<String, BigDecimal> json() {
        Map<String, BigDecimal> json = new LinkedHashMap<>();
        values.forEach((figure, value) ->
                json.put(figure.key(), BigDecimal.valueOf(value).setScale(REPORTED_DECIMALS, RoundingMode.HALF_UP)));
        return json;
    }
}
