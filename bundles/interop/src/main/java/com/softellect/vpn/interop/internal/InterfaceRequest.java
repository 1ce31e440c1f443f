package com.softellect.vpn.interop.internal;

import com.softellect.vpn.datapath.system.NativeBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The {@code struct ifreq} of the ioctls on network interfaces: a name, and one value behind it.
 *
 * <p>Threads: one.
 */
final class InterfaceRequest implements AutoCloseable {

    private static final int IFREQ_BYTES = 40;
    private static final int NAME_BYTES = 16;
    private static final int VALUE = 16;
    private static final int SOCKADDR_IN_ADDRESS = VALUE + 4;
    private static final short AF_INET = 2;

    private final NativeBuffer ifreq = new NativeBuffer(IFREQ_BYTES);

    /** @param name ASCII, 1 to 15 characters */
    InterfaceRequest(String name) {
        ifreq.put(name.getBytes(StandardCharsets.US_ASCII));
    }

    /** The interface's name; after TUNSETIFF the one that the system gave. */
    String name() {
        byte[] bytes = ifreq.copy(NAME_BYTES);
        int length = 0;
        while (length < NAME_BYTES && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    int flags() {
        return ifreq.bytes().getShort(VALUE);
    }

    InterfaceRequest withFlags(int flags) {
        ifreq.bytes().putShort(VALUE, (short) flags);
        return this;
    }

    InterfaceRequest withNumber(int number) {
        ifreq.bytes().putInt(VALUE, number);
        return this;
    }

    /** @param address an IPv4 address or mask; the first octet is the highest one */
    InterfaceRequest withAddress(int address) {
        ifreq.bytes().putLong(VALUE, 0).putLong(VALUE + Long.BYTES, 0).putShort(VALUE, AF_INET);
        for (int i = 0; i < Integer.BYTES; i++) {
            ifreq.bytes().put(SOCKADDR_IN_ADDRESS + i, (byte) (address >>> 24 - 8 * i));
        }
        return this;
    }

    /** @return 0, or the error number */
    int ioctl(int descriptor, long request) {
        return LibC.ioctl(descriptor, request, ifreq.address()) < 0 ? LibC.errno() : 0;
    }

    @Override
    public void close() {
        ifreq.close();
    }
}
