package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import com.softellect.vpn.datapath.system.NativeBuffer;
import com.softellect.vpn.surroundings.internal.RoutingTable.Route;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Windows's network interfaces and IPv4 routes, through {@code iphlpapi.dll}. The layouts are those of {@code netioapi.h} on 64-bit Windows. Nothing of it is text,
 * which Windows says in the language of its user; what is put in is in force at once and forgotten when Windows ends.
 *
 * <p>Threads: any.
 */
final class WindowsNetwork {

    private static final int ERROR_NOT_FOUND = 1168;

    /** NDIS_IF_MAX_STRING_SIZE and the terminating zero, in characters. */
    private static final int MAX_NAME = 257;

    /** A table is the number of its rows, and the rows from here on. */
    private static final int ROWS = 8;

    /** {@code MIB_IPINTERFACE_ROW}. */
    private static final int INTERFACE_BYTES = 168;
    private static final int INTERFACE_LUID = 8;
    private static final int INTERFACE_METRIC = 148;
    private static final int INTERFACE_MTU = 152;
    private static final int INTERFACE_CONNECTED = 156;

    /** {@code MIB_UNICASTIPADDRESS_ROW}, which begins with the address. */
    private static final int ADDRESS_BYTES = 80;
    private static final int ADDRESS_LUID = 32;

    private final Dll ipHelper;

    WindowsNetwork(Dll ipHelper) {
        this.ipHelper = ipHelper;
    }

    /** The locally unique identifier of a network interface, which is not the one that the next one of that name has; empty if there is none. */
    OptionalLong luid(String name) {
        try (NativeBuffer alias = WideText.memory(name); NativeBuffer luid = new NativeBuffer(Long.BYTES)) {
            return (int) ipHelper.call("ConvertInterfaceAliasToLuid", alias.address(), luid.address()) == 0
                    ? OptionalLong.of(luid.bytes().getLong(0)) : OptionalLong.empty();
        }
    }

    /** The name of a network interface. */
    private String name(long interfaceLuid) {
        try (NativeBuffer luid = new NativeBuffer(Long.BYTES); NativeBuffer alias = new NativeBuffer(MAX_NAME * Character.BYTES)) {
            luid.bytes().putLong(0, interfaceLuid);
            if ((int) ipHelper.call("ConvertInterfaceLuidToAlias", luid.address(), alias.address(), (long) MAX_NAME) != 0) {
                return "interface " + Long.toHexString(interfaceLuid);
            }
            return WideText.read(new Pointer(alias.address()));
        }
    }

    /** All IPv4 routes. */
    List<ForwardRow> routes() throws SurroundingsException {
        return rows("GetIpForwardTable2", ForwardRow.BYTES).stream().map(ForwardRow::of).toList();
    }

    /**
     * How addresses are reached without the tunnel: by interfaces that are connected. Of the system's metrics the sum of the interface's and the route's counts.
     *
     * @param adapter the tunnel's, whose routes don't count; it need not be there
     * @param ours    which of the others don't
     */
    RoutingTable table(String adapter, Predicate<ForwardRow> ours) throws SurroundingsException {
        Map<Long, ByteBuffer> interfaces = new HashMap<>();
        rows("GetIpInterfaceTable", INTERFACE_BYTES).forEach(row -> interfaces.put(row.getLong(INTERFACE_LUID), row));
        luid(adapter).ifPresent(interfaces::remove);
        interfaces.values().removeIf(row -> row.get(INTERFACE_CONNECTED) == 0);
        Map<Long, List<String>> addresses = addresses();
        Map<Long, String> names = new HashMap<>();
        List<Route> routes = new ArrayList<>();
        for (ForwardRow route : routes()) {
            ByteBuffer through = interfaces.get(route.luid());
            if (through != null && !ours.test(route)) {
                String router = route.nextHop() == 0 ? null : Ipv4Network.format(route.nextHop());
                routes.add(new Route(route.destination(), Integer.toUnsignedLong(route.metric()) + through.getInt(INTERFACE_METRIC),
                        new Way(names.computeIfAbsent(route.luid(), this::name), router, addresses.getOrDefault(route.luid(), List.of()),
                                through.getInt(INTERFACE_MTU))));
            }
        }
        return new RoutingTable(routes);
    }

    private Map<Long, List<String>> addresses() throws SurroundingsException {
        Map<Long, List<String>> addresses = new HashMap<>();
        for (ByteBuffer row : rows("GetUnicastIpAddressTable", ADDRESS_BYTES)) {
            addresses.computeIfAbsent(row.getLong(ADDRESS_LUID), luid -> new ArrayList<>()).add(Ipv4Network.format(SocketAddress.get(row, 0)));
        }
        addresses.replaceAll((luid, own) -> own.stream().sorted().toList());
        return addresses;
    }

    private List<ByteBuffer> rows(String function, int rowBytes) throws SurroundingsException {
        try (NativeBuffer result = new NativeBuffer(Long.BYTES)) {
            int error = (int) ipHelper.call(function, SocketAddress.AF_INET, result.address());
            if (error == ERROR_NOT_FOUND) {
                return List.of();
            } else if (error != 0) {
                throw WindowsErrors.failed("asking for the network (" + function + ")", error);
            }
            long table = result.bytes().getLong(0);
            try {
                return rows(new Pointer(table), rowBytes);
            } finally {
                ipHelper.call("FreeMibTable", table);
            }
        }
    }

    private static List<ByteBuffer> rows(Pointer table, int rowBytes) {
        List<ByteBuffer> rows = new ArrayList<>();
        for (int i = 0; i < table.getInt(0); i++) {
            rows.add(ByteBuffer.wrap(table.getByteArray(ROWS + (long) i * rowBytes, rowBytes)).order(ByteOrder.LITTLE_ENDIAN));
        }
        return rows;
    }

    /** @return 0, or the error's number */
    int create(ForwardRow route) {
        return call("CreateIpForwardEntry2", route);
    }

    /** @return 0, or the error's number */
    int delete(ForwardRow route) {
        return call("DeleteIpForwardEntry2", route);
    }

    private int call(String function, ForwardRow route) {
        try (NativeBuffer row = new NativeBuffer(ForwardRow.BYTES)) {
            ipHelper.call("InitializeIpForwardEntry", row.address());
            route.put(row.bytes());
            return (int) ipHelper.call(function, row.address());
        }
    }
}
