package com.softellect.vpn.lab.e2e;

import com.softellect.vpn.lab.net.Namespace;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.net.InetAddress;

/**
 * One datagram with a limited number of hops, and what comes of it: Java's own sockets neither set the one nor tell the other. The constants are those of Linux
 * on x86_64 and aarch64.
 */
final class UdpProbe {

    /** Somebody on the way has counted the hops down: ICMP "time exceeded". */
    static final int EHOSTUNREACH = 113;

    /** It has arrived where nobody listens: ICMP "port unreachable". */
    static final int ECONNREFUSED = 111;

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int IPPROTO_IP = 0;
    private static final int IP_TTL = 2;
    private static final int IP_RECVERR = 11;
    private static final int ADDRESS_BYTES = 16;
    private static final int TIMEVAL_BYTES = 16;
    private static final long LIMIT_SECONDS = 10;

    private UdpProbe() {
    }

    /** What is needed of the C library. */
    private static final class Calls {

        static {
            Native.register(Calls.class, "c");
        }

        private Calls() {
        }

        static native int socket(int domain, int type, int protocol);

        static native int setsockopt(int descriptor, int level, int name, Memory value, int bytes);

        static native int connect(int descriptor, Memory address, int bytes);

        static native int send(int descriptor, Memory bytes, long count, int flags);

        static native int recv(int descriptor, Memory bytes, long count, int flags);

        static native int close(int descriptor);
    }

    /** @return the system's number of the error that came back; 0 if an answer did */
    static int send(Namespace from, String address, int port, int hops) throws Exception {
        return from.call(() -> {
            int descriptor = require(Calls.socket(AF_INET, SOCK_DGRAM, 0));
            try {
                require(Calls.setsockopt(descriptor, IPPROTO_IP, IP_TTL, number(hops), Integer.BYTES));
                require(Calls.setsockopt(descriptor, IPPROTO_IP, IP_RECVERR, number(1), Integer.BYTES));
                Memory limit = new Memory(TIMEVAL_BYTES);
                limit.clear();
                limit.setLong(0, LIMIT_SECONDS);
                require(Calls.setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, limit, TIMEVAL_BYTES));
                require(Calls.connect(descriptor, socketAddress(address, port), ADDRESS_BYTES));
                Memory bytes = new Memory(Long.BYTES);
                require(Calls.send(descriptor, bytes, Long.BYTES, 0));
                return Calls.recv(descriptor, bytes, Long.BYTES, 0) < 0 ? Native.getLastError() : 0;
            } finally {
                Calls.close(descriptor);
            }
        });
    }

    private static int require(int result) throws IOException {
        if (result < 0) {
            throw new IOException("error " + Native.getLastError());
        }
        return result;
    }

    private static Memory number(int value) {
        Memory memory = new Memory(Integer.BYTES);
        memory.setInt(0, value);
        return memory;
    }

    private static Memory socketAddress(String address, int port) throws IOException {
        Memory memory = new Memory(ADDRESS_BYTES);
        memory.clear();
        memory.setShort(0, (short) AF_INET);
        memory.setByte(2, (byte) (port >> 8));
        memory.setByte(3, (byte) port);
        memory.write(4, InetAddress.getByName(address).getAddress(), 0, 4);
        return memory;
    }
}
