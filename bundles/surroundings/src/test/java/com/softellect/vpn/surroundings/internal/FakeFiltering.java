package com.softellect.vpn.surroundings.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The Windows Filtering Platform of a machine, in this JVM: sessions, transactions, and filters, which it reads by the offsets of {@code fwpmtypes.h} on 64-bit Windows,
 * which are written down here once more.
 */
final class FakeFiltering implements Dll {

    private static final int FILTER_NOT_FOUND = 0x80320003;
    private static final int SUBLAYER_NOT_FOUND = 0x80320007;
    private static final int ALREADY_EXISTS = 0x80320009;
    private static final int IN_USE = 0x8032000A;
    private static final int NO_TXN_IN_PROGRESS = 0x8032000D;

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("c38d57d1-05a7-4c33-904f-7fbceee60e82", "connect4"), Map.entry("4a72393b-319f-44bc-84c3-ba54dcb3b6b4", "connect6"),
            Map.entry("e1cd9fe7-f4b5-4273-96c0-592e487b8650", "accept4"), Map.entry("a3b42c97-9f04-4672-b87e-cee9c483257f", "accept6"),
            Map.entry("a82acc24-4ee1-4ee1-b465-fd1d25cb10a4", "forward4"), Map.entry("7b964818-19c7-493a-b71f-832c3684d28c", "forward6"),
            Map.entry("3971ef2b-623e-4f9a-8cb1-6e79b806b9a7", "protocol"), Map.entry("0c1ba1af-5765-453f-af22-a8f791ac775b", "local port"),
            Map.entry("c35a604d-d22b-4e1a-91b4-68f674ee674b", "port"), Map.entry("b235ae9a-1d64-49b8-a44c-5ff3d9095045", "to"),
            Map.entry("2d79133b-b390-45c6-8699-acaceaafed33", "destination"), Map.entry("4cd62a49-59c3-4969-b7f3-bda5d32890a4", "interface"),
            Map.entry("1076b8a5-6323-4c5e-9810-e8d3fc9e6136", "out of"), Map.entry("632ce23b-5167-435c-86d7-e903684aa80c", "flags"));

    /** Filters: text, description and sublayer by key. */
    private record Stored(String text, String description, UUID subLayer) {
    }

    private Map<UUID, Stored> filters = new LinkedHashMap<>();
    private Map<UUID, String> subLayers = new LinkedHashMap<>();
    private Map<UUID, Stored> filtersBefore;
    private Map<UUID, String> subLayersBefore;
    private final Map<String, Integer> failures = new HashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final List<Memory> lent = new ArrayList<>();
    private int sessions;

    /** The function fails so when it is called for the n-th time from now on, counted from 1. */
    void fail(String function, int nth, int error) {
        failures.put(function + " " + nth, error);
        calls.clear();
    }

    void work() {
        failures.clear();
    }

    /** What is in force, each filter as a line. */
    List<String> filters() {
        return filters.values().stream().map(Stored::text).toList();
    }

    List<String> subLayers() {
        return List.copyOf(subLayers.values());
    }

    int sessions() {
        return sessions;
    }

    int lent() {
        return lent.size();
    }

    long count(String function) {
        return calls.stream().filter(function::equals).count();
    }

    @Override
    public long call(String function, Object... arguments) {
        calls.add(function);
        Integer failure = failures.get(function + " " + count(function));
        if (failure != null) {
            return failure;
        }
        return switch (function) {
            case "FwpmEngineOpen0" -> open(arguments);
            case "FwpmEngineClose0" -> close();
            case "FwpmTransactionBegin0" -> begin();
            case "FwpmTransactionCommit0" -> commit();
            case "FwpmTransactionAbort0" -> abort();
            case "FwpmSubLayerAdd0" -> addSubLayer(pointer(arguments[1]));
            case "FwpmSubLayerDeleteByKey0" -> deleteSubLayer(guid(pointer(arguments[1]), 0));
            case "FwpmFilterAdd0" -> addFilter(pointer(arguments[1]));
            case "FwpmFilterDeleteByKey0" -> filters.remove(guid(pointer(arguments[1]), 0)) == null ? FILTER_NOT_FOUND : 0;
            case "FwpmFilterGetByKey0" -> get(guid(pointer(arguments[1]), 0), pointer(arguments[2]));
            case "FwpmFreeMemory0" -> lent.removeIf(memory -> Pointer.nativeValue(memory) == pointer(arguments[0]).getLong(0)) ? 0 : 87;
            default -> throw new IllegalArgumentException(function);
        };
    }

    private static Pointer pointer(Object address) {
        return new Pointer((Long) address);
    }

    private long open(Object[] arguments) {
        Pointer session = pointer(arguments[3]);
        if ((Integer) arguments[1] != 10 || session.getInt(32) != 0 || session.getInt(36) <= 0 || WideText.read(session.getPointer(16)).isEmpty()) {
            return 87;
        }
        sessions++;
        pointer(arguments[4]).setLong(0, 0x5e55);
        return 0;
    }

    private long close() {
        sessions--;
        if (filtersBefore != null) {
            abort();
        }
        return 0;
    }

    private long begin() {
        filtersBefore = new LinkedHashMap<>(filters);
        subLayersBefore = new LinkedHashMap<>(subLayers);
        return 0;
    }

    private long commit() {
        filtersBefore = null;
        subLayersBefore = null;
        return 0;
    }

    private long abort() {
        filters = filtersBefore;
        subLayers = subLayersBefore;
        return commit();
    }

    private long addSubLayer(Pointer subLayer) {
        if (filtersBefore == null) {
            return NO_TXN_IN_PROGRESS;
        }
        String text = WideText.read(subLayer.getPointer(16)) + ", weight " + (subLayer.getShort(64) & 0xffff) + ", flags " + subLayer.getInt(32);
        return subLayers.putIfAbsent(guid(subLayer, 0), text) == null ? 0 : ALREADY_EXISTS;
    }

    private long deleteSubLayer(UUID key) {
        if (filters.values().stream().anyMatch(filter -> filter.subLayer().equals(key))) {
            return IN_USE;
        }
        return subLayers.remove(key) == null ? SUBLAYER_NOT_FOUND : 0;
    }

    private long addFilter(Pointer filter) {
        UUID subLayer = guid(filter, 80);
        if (filtersBefore == null) {
            return NO_TXN_IN_PROGRESS;
        } else if (!subLayers.containsKey(subLayer) || filter.getInt(32) != 0 || filter.getLong(40) != 0 || filter.getInt(96) != 1) {
            return 87;
        }
        String description = WideText.read(filter.getPointer(24));
        StringBuilder text = new StringBuilder(action(filter.getInt(128))).append(' ').append(filter.getByte(104)).append(' ')
                .append(name(guid(filter, 64))).append(" \"").append(description).append('"');
        for (int i = 0; i < filter.getInt(112); i++) {
            text.append(", ").append(condition(filter.getPointer(120), i * 40));
        }
        return filters.putIfAbsent(guid(filter, 0), new Stored(text.toString(), description, subLayer)) == null ? 0 : ALREADY_EXISTS;
    }

    private static String action(int action) {
        return switch (action) {
            case 0x1001 -> "block";
            case 0x1002 -> "permit";
            default -> "action " + action;
        };
    }

    private static String condition(Pointer conditions, int at) {
        Pointer value = conditions.getPointer(at + 32);
        String text = switch (conditions.getInt(at + 24)) {
            case 1 -> "" + (conditions.getByte(at + 32) & 0xff);
            case 2 -> "" + (conditions.getShort(at + 32) & 0xffff);
            case 3 -> name(guid(conditions, at)).equals("flags") ? "" + conditions.getInt(at + 32) : quad(conditions.getInt(at + 32));
            case 4 -> "0x" + Long.toHexString(value.getLong(0));
            case 11 -> address(value.getByteArray(0, 16));
            case 0x100 -> quad(value.getInt(0)) + " mask " + quad(value.getInt(4));
            case 0x101 -> address(value.getByteArray(0, 16)) + "/" + value.getByte(16);
            default -> "type " + conditions.getInt(at + 24);
        };
        return name(guid(conditions, at)) + (conditions.getInt(at + 16) == 0 ? " " : " match " + conditions.getInt(at + 16) + " ") + text;
    }

    private static String quad(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    private static String address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String name(UUID key) {
        return NAMES.getOrDefault(key.toString(), key.toString());
    }

    private static UUID guid(Pointer pointer, int at) {
        ByteBuffer bytes = ByteBuffer.wrap(pointer.getByteArray(at, 16)).order(ByteOrder.LITTLE_ENDIAN);
        long high = (bytes.getInt(0) & 0xffffffffL) << 32 | (bytes.getShort(4) & 0xffffL) << 16 | bytes.getShort(6) & 0xffffL;
        return new UUID(high, bytes.order(ByteOrder.BIG_ENDIAN).getLong(8));
    }

    private long get(UUID key, Pointer result) {
        Stored filter = filters.get(key);
        if (filter == null) {
            return FILTER_NOT_FOUND;
        }
        Memory memory = new Memory(200 + (filter.description().length() + 1) * 2L);
        memory.clear();
        memory.setPointer(24, memory.share(200));
        for (int i = 0; i < filter.description().length(); i++) {
            memory.setShort(200 + i * 2L, (short) filter.description().charAt(i));
        }
        lent.add(memory);
        result.setPointer(0, memory);
        return 0;
    }
}
