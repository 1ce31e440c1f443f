package com.softellect.vpn.translator.internal;

import com.sun.jna.Native;

/**
 * The functions of the C library that raw sockets need, mapped directly: addresses and sizes are longs, because a {@code Pointer} would cost an object a
 * call, and an array would be copied both ways. 64-bit Linux only.
 *
 * <p>A result below 0 is a failure; {@link #errno} says which, directly after the call and on the same thread.
 */
final class LibC {

    // Error numbers; the same on x86_64 and aarch64.
    static final int EPERM = 1;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EMSGSIZE = 90;
    static final int EADDRINUSE = 98;
    static final int ENETUNREACH = 101;
    static final int ENOBUFS = 105;
    static final int EHOSTUNREACH = 113;

    static final int AF_UNSPEC = 0;
    static final int AF_INET = 2;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOCK_NONBLOCK = 0x800;
    static final int IPPROTO_RAW = 255;

    static final int SOL_SOCKET = 1;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_ATTACH_FILTER = 26;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_MEMINFO = 55;
    static final int IPPROTO_IP = 0;
    static final int IP_MTU = 14;

    static final int MSG_DONTWAIT = 0x40;
    static final int RLIMIT_NOFILE = 7;

    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {
    }

    static native int socket(int domain, int type, int protocol);

    static native int bind(int descriptor, long address, int length);

    static native int listen(int descriptor, int backlog);

    static native int connect(int descriptor, long address, int length);

    static native int getsockname(int descriptor, long address, long length);

    static native int setsockopt(int descriptor, int level, int option, long value, int length);

    static native int getsockopt(int descriptor, int level, int option, long value, long length);

    /** @return bytes sent */
    static native long sendto(int descriptor, long buffer, long size, int flags, long address, int length);

    /** @return bytes received */
    static native long recv(int descriptor, long buffer, long size, int flags);

    /** @param timeoutMillis -1 for no timeout */
    static native int poll(long descriptors, long count, int timeoutMillis);

    static native int eventfd(int initialValue, int flags);

    static native long write(int descriptor, long buffer, long size);

    static native int close(int descriptor);

    static native int getrlimit(int resource, long limits);

    private static native String strerror(int errno);

    static int errno() {
        return Native.getLastError();
    }

    /** The system's words for an error number, with the number. */
    static String describe(int errno) {
        return strerror(errno) + ", errno " + errno;
    }
}
