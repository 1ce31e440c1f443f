package com.softellect.vpn.surroundings.internal;

import java.nio.ByteBuffer;

/** An IPv4 address in a {@code SOCKADDR_INET} of {@code ws2ipdef.h}: its family first, the address after the port, in network byte order. */
final class SocketAddress {

    /** Those of the longer one of IPv6, whichever is in it. */
    static final int BYTES = 28;

    static final int AF_INET = 2;

    private static final int ADDRESS = 4;

    private SocketAddress() {
    }

    /** @param buffer little-endian */
    static int get(ByteBuffer buffer, int at) {
        return Integer.reverseBytes(buffer.getInt(at + ADDRESS));
    }

    /** @param buffer little-endian */
    static void put(ByteBuffer buffer, int at, int address) {
        buffer.putShort(at, (short) AF_INET).putInt(at + ADDRESS, Integer.reverseBytes(address));
    }
}
