package com.softellect.vpn.lab.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A file with one JSON object. */
public final class JsonFile {

    private static final int DECIMALS = 3;

    private JsonFile() {
    }

    /** A figure as it is written. */
    public static BigDecimal number(double value) {
        return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    /** Writes it, into a folder that is made if need be. @throws LabException if the file can't be written */
    public static void write(Path file, Map<String, ?> object) throws LabException {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), object);
        } catch (IOException e) {
            throw new LabException("cannot write the report to " + file + ": " + e.getMessage(), e);
        }
    }
}
