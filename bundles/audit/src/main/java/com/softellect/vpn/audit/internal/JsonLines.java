package com.softellect.vpn.audit.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import com.softellect.vpn.api.audit.AuditLog;
import java.io.IOException;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log as JSON lines: an object (RFC 8259) per event, {@code time} and {@code event} first, in ASCII, so that nothing in a text can end a line
 * or pass for something else on a screen. The lines go to the logger {@value #LOGGER}; which file that is, and how it is rotated, says
 * {@code etc/org.ops4j.pax.logging.cfg}. Thread-safe.
 */
@Component(service = AuditLog.class)
public final class JsonLines implements AuditLog {

    static final String LOGGER = "com.softellect.vpn.audit";

    /** The most characters of a text. */
    static final int MOST_CHARS = 256;

    /** Not named after this class: it would be a part of the audit log. */
    private static final Logger LOG = LoggerFactory.getLogger("com.softellect.vpn");
    private static final DateTimeFormatter UTC_MILLIS = new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final JSON ASCII = new JSON(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());

    private final InstantSource clock;
    private final Consumer<String> lines;

    @Activate
    public JsonLines() {
        this(InstantSource.system(), LoggerFactory.getLogger(LOGGER)::info);
    }

    JsonLines(InstantSource clock, Consumer<String> lines) {
        this.clock = clock;
        this.lines = lines;
    }

    @Override
    public void record(String event, Map<String, ?> fields) {
        try {
            lines.accept(line(event, fields));
        } catch (IOException | RuntimeException e) {
            LOG.error("an event '{}' did not get into the audit log: {}", event, e.toString());
        }
    }

    private String line(String event, Map<String, ?> fields) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("time", UTC_MILLIS.format(clock.instant()));
        all.put("event", cut(event));
        fields.forEach((name, value) -> all.putIfAbsent(name, plain(value)));
        return ASCII.asString(all);
    }

    private static Object plain(Object value) {
        return value == null || value instanceof Number || value instanceof Boolean ? value : cut(value.toString());
    }

    /** Never between the two halves of a character. */
    private static String cut(String text) {
        if (text.length() <= MOST_CHARS) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(MOST_CHARS - 1)) ? MOST_CHARS - 1 : MOST_CHARS);
    }
}
