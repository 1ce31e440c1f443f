package com.softellect.vpn.interop.internal;

import com.sun.jna.Native;

/**
 * The functions of the C library that a Linux adapter needs, mapped directly: addresses and sizes are longs, because a
 * {@code Pointer} would cost an object a call, and an array would be copied both ways. Loaded on Linux only, 64-bit only.
 *
 * <p>A result below 0 is a failure; {@link #errno} says which, directly after the call and on the same thread.
 */
final class LibC {

    // Error numbers; the same on x86_64 and aarch64.
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int EBADFD = 77;
    static final int ENOBUFS = 105;

    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;

    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {
    }

    static native int open(String path, int flags);

    static native int close(int descriptor);

    /** @return bytes read */
    static native long read(int descriptor, long buffer, long size);

    /** @return bytes written */
    static native long write(int descriptor, long buffer, long size);

    /** @param timeoutMillis -1 for no timeout */
    static native int poll(long descriptors, long count, int timeoutMillis);

    /** @param argument an address, or for some requests the value itself */
    static native int ioctl(int descriptor, long request, long argument);

    static native int eventfd(int initialValue, int flags);

    static native int socket(int domain, int type, int protocol);

    private static native String strerror(int errno);

    static int errno() {
        return Native.getLastError();
    }

    /** The system's words for an error number, with the number. */
    static String describe(int errno) {
        return strerror(errno) + ", errno " + errno;
    }
}
