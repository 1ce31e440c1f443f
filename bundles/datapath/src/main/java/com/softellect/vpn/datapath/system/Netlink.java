package com.softellect.vpn.datapath.system;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of the C library that {@link NetlinkMonitor} needs. Loaded on Linux only, 64-bit only. A result below 0 is a failure.
 *
 * <p>Not mapped directly: JNA would hold this class, and with it the version of the bundle that it came with, for as long as the process runs.
 */
final class Netlink {

    private static final NativeLibrary C = NativeLibrary.getInstance("c");

    private Netlink() {
    }

    static int socket(int domain, int type, int protocol) {
        return number("socket", domain, type, protocol);
    }

    static int bind(int descriptor, byte[] address, int length) {
        return number("bind", descriptor, address, length);
    }

    static long read(int descriptor, byte[] buffer, long size) {
        return C.getFunction("read").invokeLong(new Object[] {descriptor, buffer, size});
    }

    static long write(int descriptor, byte[] buffer, long size) {
        return C.getFunction("write").invokeLong(new Object[] {descriptor, buffer, size});
    }

    static int poll(int[] descriptors, long count, int timeoutMillis) {
        return number("poll", descriptors, count, timeoutMillis);
    }

    static int eventfd(int initialValue, int flags) {
        return number("eventfd", initialValue, flags);
    }

    static int close(int descriptor) {
        return number("close", descriptor);
    }

    static int errno() {
        return Native.getLastError();
    }

    private static int number(String function, Object... arguments) {
        return C.getFunction(function).invokeInt(arguments);
    }
}
