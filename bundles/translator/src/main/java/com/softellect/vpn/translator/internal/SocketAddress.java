package com.softellect.vpn.translator.internal;

import com.softellect.vpn.datapath.system.NativeBuffer;
import java.nio.ByteOrder;

/** A {@code struct sockaddr_in}: family in the machine's byte order, port and address in the network's. Stateless. */
final class SocketAddress {

    static final int BYTES = 16;

    private static final int PORT = 2;
    private static final int ADDRESS = 4;

    private SocketAddress() {
    }

    static void put(NativeBuffer buffer, int family, int address, int port) {
        buffer.bytes().putShort(0, (short) family);
        buffer.putWord(PORT, port);
        buffer.putWord(ADDRESS, address >>> Short.SIZE);
        buffer.putWord(ADDRESS + Short.BYTES, address);
    }

    static int address(NativeBuffer buffer) {
        int address = buffer.bytes().getInt(ADDRESS);
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? address : Integer.reverseBytes(address);
    }
}
