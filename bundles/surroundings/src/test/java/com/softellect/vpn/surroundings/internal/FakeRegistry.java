package com.softellect.vpn.surroundings.internal;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The keys of a machine's registry, in this JVM. */
final class FakeRegistry implements Dll {

    /** Values by key, each as a text with its type; {@code volatile} tells of a key that is. */
    private final Map<String, Map<String, String>> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<Long, String> open = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private long next = 0x100;

    Map<String, String> values(String path) {
        return keys.get(path);
    }

    List<String> keys() {
        return List.copyOf(keys.keySet());
    }

    void create(String path) {
        keys.put(path, new TreeMap<>());
    }

    /** The function fails so, for keys or values of which the name ends so. */
    void fail(String function, String end, int error) {
        failures.put(function + " " + end, error);
    }

    void work() {
        failures.clear();
    }

    /** Those that were not closed. */
    int open() {
        return open.size();
    }

    @Override
    public long call(String function, Object... arguments) {
        String text = function.equals("RegCloseKey") ? "" : WideText.read(new Pointer((Long) arguments[1]));
        Integer failure = failures.entrySet().stream().filter(one -> one.getKey().startsWith(function + " "))
                .filter(one -> text.endsWith(one.getKey().substring(function.length() + 1))).map(Map.Entry::getValue).findFirst().orElse(null);
        if (failure != null) {
            return failure;
        }
        return switch (function) {
            case "RegOpenKeyExW" -> keys.containsKey(text) && isMachine(arguments) ? open(text, (Long) arguments[4]) : 2;
            case "RegCreateKeyExW" -> isMachine(arguments) ? create(text, (Integer) arguments[4], (Long) arguments[7]) : 6;
            case "RegSetValueExW" -> set((Long) arguments[0], text, (Integer) arguments[3], new Pointer((Long) arguments[4]).getByteArray(0, (Integer) arguments[5]));
            case "RegDeleteKeyW" -> isMachine(arguments) && keys.remove(text) != null ? 0 : 2;
            case "RegCloseKey" -> open.remove((Long) arguments[0]) == null ? 6 : 0;
            default -> throw new IllegalArgumentException(function);
        };
    }

    private static boolean isMachine(Object[] arguments) {
        return Objects.equals(arguments[0], (long) 0x80000002);
    }

    private int create(String path, int options, long result) {
        String parent = path.substring(0, path.lastIndexOf('\\'));
        if (options == 0 && keys.containsKey(parent) && keys.get(parent).containsKey("volatile")) {
            return 1021;
        } else if (options == 1 && !keys.containsKey(parent)) {
            throw new AssertionError("the parent would be forgotten as well: " + parent);
        }
        keys.computeIfAbsent(path, missing -> options == 0 ? new TreeMap<>() : new TreeMap<>(Map.of("volatile", "")));
        return open(path, result);
    }

    private int open(String path, long result) {
        next += 4;
        open.put(next, path);
        new Pointer(result).setLong(0, next);
        return 0;
    }

    private int set(long key, String name, int type, byte[] data) {
        keys.get(open.get(key)).put(name, switch (type) {
            case 1 -> "text " + new String(data, StandardCharsets.UTF_16LE).replace("\0", "|");
            case 4 -> "number " + data.length + " bytes " + data[0];
            case 7 -> "texts " + new String(data, StandardCharsets.UTF_16LE).replace("\0", "|");
            default -> "type " + type;
        });
        return 0;
    }
}
