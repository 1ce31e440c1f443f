package com.softellect.vpn.datapath.system;

import com.sun.jna.Native;

/** The functions of the C library that {@link NetlinkMonitor} needs, mapped directly. Loaded on Linux only, 64-bit only. A result below 0 is a failure. */
final class Netlink {

    static {
        Native.register(Netlink.class, "c");
    }

    private Netlink() {
    }

    static native int socket(int domain, int type, int protocol);

    static native int bind(int descriptor, byte[] address, int length);

    static native long read(int descriptor, byte[] buffer, long size);

    static native long write(int descriptor, byte[] buffer, long size);

    static native int poll(int[] descriptors, long count, int timeoutMillis);

    static native int eventfd(int initialValue, int flags);

    static int errno() {
        return Native.getLastError();
    }
}
