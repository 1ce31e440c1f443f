package com.softellect.vpn.translator.internal;

import com.softellect.vpn.datapath.system.NativeBuffer;
import java.io.IOException;
import java.util.List;

/**
 * The descriptors that all flows share. Packets wait in them while nobody receives.
 *
 * @param tcp   a raw socket that gets all TCP for our ports
 * @param udp   the same of UDP
 * @param icmp  a raw socket that gets all ICMP
 * @param send  a raw socket to send packets with their headers
 * @param probe a datagram socket that asks for routes and sends nothing
 */
record Sockets(int tcp, int udp, int icmp, int send, int probe) {

    private static final int RECEIVE_BUFFER_BYTES = 8 << 20;
    private static final int SEND_BUFFER_BYTES = 4 << 20;
    /** What the system says of a socket's memory (linux/sock_diag.h); the last number is that of the drops. */
    private static final int MEMORY_VALUES = 9;

    /**
     * @throws IOException if that is impossible; the message says what to do, and nothing is left behind
     */
    static Sockets open(PortRange ports) throws IOException {
        int[] opened = {-1, -1, -1, -1, -1};
        try {
            opened[0] = raw(Transport.TCP.protocol());
            opened[1] = raw(Transport.UDP.protocol());
            opened[2] = raw(Transport.ICMP.protocol());
            opened[3] = raw(LibC.IPPROTO_RAW);
            opened[4] = check(LibC.socket(LibC.AF_INET, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC, 0));
            Sockets all = new Sockets(opened[0], opened[1], opened[2], opened[3], opened[4]);
            all.configure(ports);
            return all;
        } catch (IOException | RuntimeException e) {
            for (int descriptor : opened) {
                if (descriptor >= 0) {
                    LibC.close(descriptor);
                }
            }
            throw e;
        }
    }

    private static int raw(int protocol) throws IOException {
        int descriptor = check(LibC.socket(LibC.AF_INET, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC | LibC.SOCK_NONBLOCK, protocol));
        if (protocol == LibC.IPPROTO_RAW) {
            buffer(descriptor, SEND_BUFFER_BYTES, LibC.SO_SNDBUFFORCE, LibC.SO_SNDBUF);
        } else {
            buffer(descriptor, RECEIVE_BUFFER_BYTES, LibC.SO_RCVBUFFORCE, LibC.SO_RCVBUF);
        }
        return descriptor;
    }

    /** Who may not force it gets as much as anybody. */
    private static void buffer(int descriptor, int bytes, int forced, int usual) {
        try (NativeBuffer size = new NativeBuffer(Integer.BYTES)) {
            size.bytes().putInt(0, bytes);
            if (LibC.setsockopt(descriptor, LibC.SOL_SOCKET, forced, size.address(), Integer.BYTES) < 0) {
                LibC.setsockopt(descriptor, LibC.SOL_SOCKET, usual, size.address(), Integer.BYTES);
            }
        }
    }

    private static int check(int descriptor) throws IOException {
        if (descriptor >= 0) {
            return descriptor;
        }
        int errno = LibC.errno();
        if (errno == LibC.EPERM || errno == LibC.EACCES) {
            throw new IOException("no permission for raw sockets: CAP_NET_RAW is needed besides CAP_NET_ADMIN; run as root, or give the service both"
                    + " capabilities (systemd: AmbientCapabilities=CAP_NET_ADMIN CAP_NET_RAW; container: --cap-add NET_RAW), or choose another mode in"
                    + " etc/" + EgressMode.PID + ".cfg");
        }
        throw new IOException("opening a raw socket failed: " + LibC.describe(errno));
    }

    /** From now on packets for these ports get through. */
    void configure(PortRange ports) throws IOException {
        if (Filter.attachPorts(tcp, ports) < 0 || Filter.attachPorts(udp, ports) < 0) {
            throw new IOException("a raw socket can't be told its ports: " + LibC.describe(LibC.errno()));
        }
    }

    /** How many packets found the receiving sockets full, since these were opened. */
    long overflows() {
        return receiving().stream().mapToLong(Sockets::overflows).sum();
    }

    private static long overflows(int descriptor) {
        try (NativeBuffer values = new NativeBuffer(MEMORY_VALUES * Integer.BYTES); NativeBuffer size = new NativeBuffer(Integer.BYTES)) {
            size.bytes().putInt(0, MEMORY_VALUES * Integer.BYTES);
            int failed = LibC.getsockopt(descriptor, LibC.SOL_SOCKET, LibC.SO_MEMINFO, values.address(), size.address());
            return failed < 0 ? 0 : Integer.toUnsignedLong(values.bytes().getInt((MEMORY_VALUES - 1) * Integer.BYTES));
        }
    }

    List<Integer> receiving() {
        return List.of(tcp, udp, icmp);
    }

    List<Integer> all() {
        return List.of(tcp, udp, icmp, send, probe);
    }

    static Sockets of(List<Integer> all) {
        return new Sockets(all.get(0), all.get(1), all.get(2), all.get(3), all.get(4));
    }

    void close() {
        all().forEach(LibC::close);
    }
}
