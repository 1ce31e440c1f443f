package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.nio.ByteBuffer;

/**
 * An IPv4 route in Windows's table: a {@code MIB_IPFORWARD_ROW2} of {@code netioapi.h}, as 64-bit Windows lays it out.
 *
 * @param luid        of the network interface
 * @param destination null for everything
 * @param nextHop     an address; 0 if there is none between
 * @param metric      the route's own; the interface's is added to it
 * @param protocol    who has put it there
 */
record ForwardRow(long luid, Ipv4Network destination, int nextHop, int metric, int protocol) {

    static final int BYTES = 104;

    /** MIB_IPPROTO_NETMGMT: put there by hand or by a program. */
    static final int BY_A_PROGRAM = 3;

    private static final int LUID = 0;
    private static final int DESTINATION = 12;
    private static final int PREFIX_LENGTH = DESTINATION + SocketAddress.BYTES;
    private static final int NEXT_HOP = 44;
    private static final int METRIC = 84;
    private static final int PROTOCOL = 88;

    /** @param row little-endian */
    static ForwardRow of(ByteBuffer row) {
        int prefixLength = row.get(PREFIX_LENGTH);
        Ipv4Network destination = prefixLength == 0 ? null : new Ipv4Network(SocketAddress.get(row, DESTINATION), prefixLength);
        return new ForwardRow(row.getLong(LUID), destination, SocketAddress.get(row, NEXT_HOP), row.getInt(METRIC), row.getInt(PROTOCOL));
    }

    /** @param row little-endian, with the system's defaults in it */
    void put(ByteBuffer row) {
        row.putLong(LUID, luid).put(PREFIX_LENGTH, (byte) destination.prefixLength()).putInt(METRIC, metric).putInt(PROTOCOL, protocol);
        SocketAddress.put(row, DESTINATION, destination.address());
        SocketAddress.put(row, NEXT_HOP, nextHop);
    }
}
