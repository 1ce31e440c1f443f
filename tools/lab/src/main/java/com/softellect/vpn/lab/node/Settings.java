package com.softellect.vpn.lab.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.utils.properties.Properties;

/** One file of Karaf's {@code etc}, edited without losing its comments. Used by one thread. */
final class Settings {

    private final Path file;
    private final Properties values;

    private Settings(Path file, Properties values) {
        this.file = file;
        this.values = values;
    }

    /** The file's settings; none if it is not there. */
    static Settings in(Path file) throws IOException {
        Properties values = new Properties(false);
        if (Files.exists(file)) {
            values.load(file.toFile());
        }
        return new Settings(file, values);
    }

    /** The value; empty if there is none. */
    String get(String key) {
        return values.getOrDefault(key, "");
    }

    Settings set(String key, Object value) {
        values.put(key, value.toString());
        return this;
    }

    Settings append(String key, String more) {
        values.put(key, values.getOrDefault(key, "") + more);
        return this;
    }

    void save() throws IOException {
        values.save(file.toFile());
    }
}
