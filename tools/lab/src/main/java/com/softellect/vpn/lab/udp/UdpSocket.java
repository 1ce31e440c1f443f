package com.softellect.vpn.lab.udp;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * A UDP socket that sends and receives many datagrams of one size in one system call: Java's own takes one for each, and would be what is measured. It belongs to
 * the network namespace of the thread that opened it. Used by one thread.
 */
final class UdpSocket implements AutoCloseable {

    /** Datagrams in a system call, at most. */
    static final int BATCH = 32;

    /** Each begins with the number of its run. */
    private static final int RUN_OFFSET = 0;

    /** Same on x86_64 and aarch64. */
    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int MSG_DONTWAIT = 0x40;
    private static final short POLLIN = 1;
    private static final int ADDRESS_BYTES = 16;
    private static final int IOVEC_BYTES = 16;
    private static final int MESSAGE_BYTES = 64;
    private static final int MESSAGE_IOVEC = 16;
    private static final int MESSAGE_IOVEC_COUNT = 24;
    private static final int POLLFD_BYTES = 8;
    private static final int TIMESPEC_BYTES = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Room for what arrives while the receiver has no turn on the processor. */
    private static final int RECEIVE_BUFFER_BYTES = 8 << 20;

    private final int descriptor;
    private final int bytes;
    private final Memory buffers;
    private final Memory vectors = new Memory((long) BATCH * IOVEC_BYTES);
    private final Memory messages = new Memory((long) BATCH * MESSAGE_BYTES);
    private final Memory poll = new Memory(POLLFD_BYTES);
    private final Memory timeout = new Memory(TIMESPEC_BYTES);

    /** What is needed of the C library; mapped directly. */
    private static final class Calls {

        static {
            Native.register(Calls.class, "c");
        }

        private Calls() {
        }

        static native int socket(int domain, int type, int protocol);

        static native int setsockopt(int descriptor, int level, int name, Memory value, int bytes);

        static native int bind(int descriptor, Memory address, int bytes);

        static native int connect(int descriptor, Memory address, int bytes);

        static native int sendmmsg(int descriptor, Memory messages, int count, int flags);

        static native int recvmmsg(int descriptor, Memory messages, int count, int flags, Pointer timeout);

        static native int ppoll(Memory descriptors, long count, Memory timeout, long signals);

        static native int close(int descriptor);
    }

    private UdpSocket(int descriptor, int bytes) {
        this.descriptor = descriptor;
        this.bytes = bytes;
        this.buffers = new Memory((long) BATCH * bytes);
        buffers.clear();
        messages.clear();
        for (int i = 0; i < BATCH; i++) {
            vectors.setPointer((long) i * IOVEC_BYTES, buffers.share((long) i * bytes));
            vectors.setLong((long) i * IOVEC_BYTES + Native.POINTER_SIZE, bytes);
            messages.setPointer((long) i * MESSAGE_BYTES + MESSAGE_IOVEC, vectors.share((long) i * IOVEC_BYTES));
            messages.setLong((long) i * MESSAGE_BYTES + MESSAGE_IOVEC_COUNT, 1);
        }
    }

    /** One that sends to there. @param bytes of payload of each datagram */
    static UdpSocket to(String address, int port, int bytes) throws IOException {
        UdpSocket socket = open(bytes);
        socket.require(Calls.connect(socket.descriptor, socketAddress(address, port), ADDRESS_BYTES), "reach " + address);
        return socket;
    }

    /** One that receives there. @param bytes of payload of each datagram; what is longer is cut */
    static UdpSocket at(String address, int port, int bytes) throws IOException {
        UdpSocket socket = open(bytes);
        Memory size = new Memory(Integer.BYTES);
        size.setInt(0, RECEIVE_BUFFER_BYTES);
        if (Calls.setsockopt(socket.descriptor, SOL_SOCKET, SO_RCVBUFFORCE, size, Integer.BYTES) < 0) {
            Calls.setsockopt(socket.descriptor, SOL_SOCKET, SO_RCVBUF, size, Integer.BYTES); // as much as the system lets anybody have
        }
        socket.require(Calls.bind(socket.descriptor, socketAddress(address, port), ADDRESS_BYTES), "listen on " + address);
        return socket;
    }

    private static UdpSocket open(int bytes) throws IOException {
        int descriptor = Calls.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (descriptor < 0) {
            throw new IOException("cannot open a socket: error " + Native.getLastError());
        }
        return new UdpSocket(descriptor, bytes);
    }

    private void require(int result, String what) throws IOException {
        if (result < 0) {
            int error = Native.getLastError();
            close();
            throw new IOException("cannot " + what + ": error " + error);
        }
    }

    /** A {@code struct sockaddr_in}: family in the machine's byte order, port and address in the network's. */
    private static Memory socketAddress(String address, int port) throws IOException {
        Memory memory = new Memory(ADDRESS_BYTES);
        memory.clear();
        memory.setShort(0, (short) AF_INET);
        memory.setByte(2, (byte) (port >> 8));
        memory.setByte(3, (byte) port);
        Inet4Address inet = (Inet4Address) InetAddress.getByName(address);
        memory.write(4, inet.getAddress(), 0, 4);
        return memory;
    }

    /** Marks all that is sent from now on. */
    void mark(long run) {
        for (int i = 0; i < BATCH; i++) {
            buffers.setLong((long) i * bytes + RUN_OFFSET, run);
        }
    }

    /** @return how many of them the kernel took, 0 if it has no room now */
    int send(int count) {
        return Math.max(0, Calls.sendmmsg(descriptor, messages, count, 0));
    }

    /** Takes what has arrived, without waiting. @return how many of this run */
    int receive(long run) {
        int count = Calls.recvmmsg(descriptor, messages, BATCH, MSG_DONTWAIT, null);
        int ours = 0;
        for (int i = 0; i < count; i++) {
            if (buffers.getLong((long) i * bytes + RUN_OFFSET) == run) {
                ours++;
            }
        }
        return ours;
    }

    /** Waits until something has arrived, or the time has passed. */
    void await(long nanos) {
        poll.setInt(0, descriptor);
        poll.setShort(Integer.BYTES, POLLIN);
        poll(1, nanos);
    }

    /** Lets the time pass. */
    void pause(long nanos) {
        poll(0, nanos);
    }

    private void poll(int count, long nanos) {
        timeout.setLong(0, nanos / NANOS_PER_SECOND);
        timeout.setLong(Long.BYTES, nanos % NANOS_PER_SECOND);
        Calls.ppoll(poll, count, timeout, 0);
    }

    @Override
    public void close() {
        Calls.close(descriptor);
    }
}
