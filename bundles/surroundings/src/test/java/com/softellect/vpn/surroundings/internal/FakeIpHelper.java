package com.softellect.vpn.surroundings.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network interfaces and routes of a Windows machine, in this JVM. It reads and writes structures by the offsets of {@code netioapi.h} on 64-bit Windows, which
 * are written down here once more.
 */
final class FakeIpHelper implements Dll {

    private static final int NOT_FOUND = 1168;

    /** A network interface. */
    private record Interface(long luid, int metric, boolean connected, List<String> addresses) {
    }

    private final FakeEvents events;
    private final Map<String, Interface> interfaces = new LinkedHashMap<>();
    private final List<String> routes = new ArrayList<>();
    private final Map<Long, Memory> tables = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final Map<Long, Long> requests = new HashMap<>();

    FakeIpHelper(FakeEvents events) {
        this.events = events;
    }

    /** Adds an interface, or another one in the place of that of this name. */
    synchronized void plugIn(String name, long luid, int metric, boolean connected, String... addresses) {
        interfaces.put(name, new Interface(luid, metric, connected, List.of(addresses)));
    }

    /** Its routes go with it. */
    synchronized void unplug(String name) {
        interfaces.remove(name);
        routes.removeIf(route -> route.contains(" dev " + name + " "));
    }

    /** As in {@code 10.0.0.0/8 via 192.168.1.1 dev Ethernet metric 25 protocol 3}. */
    synchronized void route(String route) {
        routes.add(route);
    }

    synchronized List<String> routes() {
        return List.copyOf(routes);
    }

    /** What creates a route to there fails so. */
    synchronized void failRoutesTo(String destination, int error) {
        failures.put(destination, error);
    }

    /** Tables that were not given back. */
    synchronized int tables() {
        return tables.size();
    }

    /** Whoever wants to know is told, once. */
    synchronized void tell() {
        List<Long> told = List.copyOf(requests.values());
        requests.clear();
        told.forEach(events::signal);
    }

    synchronized int requests() {
        return requests.size();
    }

    @Override
    public synchronized long call(String function, Object... arguments) {
        return switch (function) {
            case "ConvertInterfaceAliasToLuid" -> luid(WideText.read(new Pointer((Long) arguments[0])), new Pointer((Long) arguments[1]));
            case "ConvertInterfaceLuidToAlias" -> alias(new Pointer((Long) arguments[0]).getLong(0), new Pointer((Long) arguments[1]), (Long) arguments[2]);
            case "GetIpForwardTable2" -> table(arguments, 104, routes.size(), this::putRoute);
            case "GetIpInterfaceTable" -> table(arguments, 168, interfaces.size(), this::putInterface);
            case "GetUnicastIpAddressTable" -> table(arguments, 80, addresses().size(), this::putAddress);
            case "FreeMibTable" -> tables.remove((Long) arguments[0]) == null ? 87 : 0;
            case "InitializeIpForwardEntry" -> initialize(new Pointer((Long) arguments[0]));
            case "CreateIpForwardEntry2" -> create(new Pointer((Long) arguments[0]));
            case "DeleteIpForwardEntry2" -> delete(new Pointer((Long) arguments[0]));
            case "NotifyAddrChange", "NotifyRouteChange" -> request((Long) arguments[1]);
            case "CancelIPChangeNotify" -> requests.remove((Long) arguments[0]) == null ? NOT_FOUND : 0;
            default -> throw new IllegalArgumentException(function);
        };
    }

    private long request(long overlapped) {
        requests.put(overlapped, new Pointer(overlapped).getLong(24));
        return 997;
    }

    private int luid(String name, Pointer result) {
        Interface found = interfaces.get(name);
        if (found == null) {
            return 87;
        }
        result.setLong(0, found.luid());
        return 0;
    }

    private int alias(long luid, Pointer result, long characters) {
        byte[] text = (name(luid) + '\0').getBytes(StandardCharsets.UTF_16LE);
        if (text.length > characters * 2) {
            return 122;
        }
        result.write(0, text, 0, text.length);
        return 0;
    }

    private String name(long luid) {
        return interfaces.entrySet().stream().filter(one -> one.getValue().luid() == luid).map(Map.Entry::getKey).findFirst().orElse("none");
    }

    private interface Row {

        void put(Pointer table, int at, int index);
    }

    private int table(Object[] arguments, int rowBytes, int rows, Row row) {
        if ((Integer) arguments[0] != 2) {
            return 87;
        } else if (rows == 0) {
            return NOT_FOUND;
        }
        Memory table = new Memory(8 + (long) rows * rowBytes);
        table.clear();
        table.setInt(0, rows);
        for (int i = 0; i < rows; i++) {
            row.put(table, 8 + i * rowBytes, i);
        }
        tables.put(Pointer.nativeValue(table), table);
        new Pointer((Long) arguments[1]).setLong(0, Pointer.nativeValue(table));
        return 0;
    }

    private void putInterface(Pointer table, int at, int index) {
        Interface one = List.copyOf(interfaces.values()).get(index);
        table.setShort(at, (short) 2);
        table.setLong(at + 8, one.luid());
        table.setInt(at + 148, one.metric());
        table.setInt(at + 152, 1500);
        table.setByte(at + 156, (byte) (one.connected() ? 1 : 0));
    }

    private List<Map.Entry<String, Long>> addresses() {
        return interfaces.values().stream().flatMap(one -> one.addresses().stream().map(address -> Map.entry(address, one.luid()))).toList();
    }

    private void putAddress(Pointer table, int at, int index) {
        Map.Entry<String, Long> address = addresses().get(index);
        putSocketAddress(table, at, address.getKey());
        table.setLong(at + 32, address.getValue());
    }

    private static void putSocketAddress(Pointer to, int at, String address) {
        to.setShort(at, (short) 2);
        String[] parts = address.split("\\.");
        for (int i = 0; i < 4; i++) {
            to.setByte(at + 4 + i, (byte) Integer.parseInt(parts[i]));
        }
    }

    private static String socketAddress(Pointer from, int at) {
        if (from.getShort(at) != 2) {
            return "family " + from.getShort(at);
        }
        byte[] bytes = from.getByteArray(at + 4, 4);
        return (bytes[0] & 255) + "." + (bytes[1] & 255) + "." + (bytes[2] & 255) + "." + (bytes[3] & 255);
    }

    private void putRoute(Pointer table, int at, int index) {
        String[] words = routes.get(index).split(" ");
        String[] destination = words[0].split("/");
        table.setLong(at, interfaces.get(words[4]).luid());
        putSocketAddress(table, at + 12, destination[0]);
        table.setByte(at + 40, Byte.parseByte(destination[1]));
        putSocketAddress(table, at + 44, words[2]);
        table.setInt(at + 84, Integer.parseInt(words[6]));
        table.setInt(at + 88, Integer.parseInt(words[8]));
    }

    private String key(Pointer row) {
        return socketAddress(row, 12) + "/" + row.getByte(40) + " via " + socketAddress(row, 44) + " dev " + name(row.getLong(0)) + " ";
    }

    /** The lifetimes are without end then; a row without them is refused. */
    private static long initialize(Pointer row) {
        row.clear(104);
        row.setInt(76, -1);
        row.setInt(80, -1);
        row.setInt(84, -1);
        row.setByte(95, (byte) 1);
        return 0;
    }

    private int create(Pointer row) {
        Integer failure = failures.get(socketAddress(row, 12) + "/" + row.getByte(40));
        if (failure != null) {
            return failure;
        } else if (row.getInt(76) != -1 || row.getInt(80) != -1 || row.getByte(72) != 0) {
            return 87;
        } else if (routes.stream().anyMatch(route -> route.startsWith(key(row)))) {
            return 5010;
        }
        routes.add(key(row) + "metric " + row.getInt(84) + " protocol " + row.getInt(88));
        return 0;
    }

    private int delete(Pointer row) {
        return routes.removeIf(route -> route.startsWith(key(row))) ? 0 : NOT_FOUND;
    }
}
