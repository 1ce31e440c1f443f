package com.softellect.vpn.store.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of a JSON object (RFC 8259), each to be read once: what is left over is a mistake. Not thread-safe. */
final class Fields {

    private final Map<String, Object> left;

    private Fields(Map<?, ?> all) {
        this.left = new HashMap<>();
        all.forEach((name, value) -> left.put((String) name, value));
    }

    /** @throws IllegalArgumentException if this is no object; the message says what is wrong */
    static Fields of(byte[] file) {
        return new Fields(parse(file));
    }

    private static Map<String, Object> parse(byte[] file) {
        try (JsonParser json = JSON.std.createParser(file)) {
            Map<String, Object> fields = JSON.std.mapFrom(json);
            check(json.nextToken() == null, "there is something after its end");
            return fields;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it is no whole JSON object: " + mistake(e), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it is no text in UTF-8: " + e.getMessage(), e);
        }
    }

    private static String mistake(JsonProcessingException e) {
        String what = e.getOriginalMessage().split(" \\(", 2)[0]; // the rest is about the parser
        return e.getLocation() == null ? what : what + " in line " + e.getLocation().getLineNr();
    }

    static void check(boolean right, String problem) {
        if (!right) {
            throw new IllegalArgumentException(problem);
        }
    }

    boolean has(String name) {
        return left.containsKey(name);
    }

    String text(String name) {
        return take(name, String.class, "a text");
    }

    List<String> texts(String name) {
        List<?> all = take(name, List.class, "a list of texts");
        check(all.stream().allMatch(String.class::isInstance), name + " is not a list of texts");
        return all.stream().map(String.class::cast).toList();
    }

    boolean truth(String name) {
        return take(name, Boolean.class, "true or false");
    }

    long number(String name) {
        Number number = take(name, Number.class, "a whole number");
        check(number instanceof Integer || number instanceof Long, name + " is not a whole number");
        return number.longValue();
    }

    Instant instant(String name) {
        return instant(name, text(name));
    }

    static Instant instant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " is no time like 2027-01-31T00:00:00Z", e);
        }
    }

    private <T> T take(String name, Class<T> type, String kind) {
        check(has(name), name + " is missing");
        Object value = left.remove(name);
        check(type.isInstance(value), name + " is not " + kind);
        return type.cast(value);
    }

    void checkAllRead() {
        check(left.isEmpty(), "it has keys that this gateway does not know: " + left.keySet());
    }

    /** An object in this one. */
    Fields object(String name) {
        return new Fields(take(name, Map.class, "an object"));
    }

    /** Those that were not read yet. */
    List<String> names() {
        return List.copyOf(left.keySet());
    }
}
