package com.softellect.vpn.lab.net;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A TAP device: a network card whose cable ends in this process, for whole Ethernet frames. Closed once, when nobody reads or writes it any more. */
final class Device implements AutoCloseable {

    /** Same on x86_64 and aarch64. */
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final short IFF_TAP = 2;
    private static final short IFF_NO_PI = 0x1000;
    private static final int IFREQ_BYTES = 40;
    private static final int IFREQ_FLAGS = 16;
    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final int TIMESPEC_BYTES = 16;
    private static final int TIMESPEC_NANOS = 8;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int descriptor;

    private Device(int descriptor) {
        this.descriptor = descriptor;
    }

    /** What is needed of the C library; mapped directly, because it is called for each frame. Addresses are those of native memory. */
    private static final class Calls {

        static {
            Native.register(Calls.class, "c");
        }

        private Calls() {
        }

        static native int open(String path, int flags);

        static native int ioctl(int descriptor, long request, Memory argument);

        static native long read(int descriptor, long buffer, long bytes);

        static native long write(int descriptor, long buffer, long bytes);

        static native int ppoll(Memory descriptors, long count, Memory timeout, long signals);

        static native int close(int descriptor);
    }

    /** Makes the card in the calling thread's network namespace; it vanishes when it is closed. */
    static Device create(String card) throws IOException {
        int descriptor = Calls.open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
        if (descriptor < 0) {
            throw new IOException("cannot open /dev/net/tun: error " + Native.getLastError());
        }
        Memory request = new Memory(IFREQ_BYTES);
        request.clear();
        request.setString(0, card, StandardCharsets.US_ASCII.name());
        request.setShort(IFREQ_FLAGS, (short) (IFF_TAP | IFF_NO_PI));
        if (Calls.ioctl(descriptor, TUNSETIFF, request) < 0) {
            int error = Native.getLastError();
            Calls.close(descriptor);
            throw new IOException("cannot make the card " + card + ": error " + error);
        }
        return new Device(descriptor);
    }

    /** Takes a frame if there is one. @return its bytes, or less than 1 */
    int read(long buffer, int limit) {
        return (int) Calls.read(descriptor, buffer, limit);
    }

    /** Gives a frame to the kernel. @return whether it took it */
    boolean write(long buffer, int bytes) {
        return Calls.write(descriptor, buffer, bytes) == bytes;
    }

    /** What one thread waits for a frame with. */
    final class Wait {

        private final Memory descriptors = new Memory(POLLFD_BYTES);
        private final Memory timeout = new Memory(TIMESPEC_BYTES);

        /** Until there is a frame, or the time has passed. */
        void await(long nanos) {
            descriptors.setInt(0, descriptor);
            descriptors.setShort(POLLFD_EVENTS, POLLIN);
            timeout.setLong(0, nanos / NANOS_PER_SECOND);
            timeout.setLong(TIMESPEC_NANOS, nanos % NANOS_PER_SECOND);
            Calls.ppoll(descriptors, 1, timeout, 0);
        }
    }

    @Override
    public void close() {
        Calls.close(descriptor);
    }
}
