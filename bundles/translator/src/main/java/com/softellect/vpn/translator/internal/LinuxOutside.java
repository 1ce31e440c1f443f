package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.datapath.system.BufferPool;
import com.softellect.vpn.datapath.system.NativeBuffer;

/**
 * The networks outside as Linux reaches them, through sockets alone: no table of the system's is changed.
 *
 * <p>A leased port is a socket that is bound to it, so that nobody else gets it, with a filter that lets nothing through: of TCP it listens, so that the
 * kernel finds an owner for what comes and resets nothing, and then drops it; of UDP the same without listening. The raw sockets see each packet before.
 *
 * <p>Threads: any.
 */
final class LinuxOutside implements Outside {

    private final Sockets sockets;
    private final BufferPool buffers = new BufferPool(SocketAddress.BYTES + Ipv4Packet.MAX_LENGTH);

    /** Guarded by this, as is the socket that asks. */
    private final NativeBuffer address = new NativeBuffer(SocketAddress.BYTES);
    private final NativeBuffer number = new NativeBuffer(Integer.BYTES);

    /** @param sockets stay the caller's */
    LinuxOutside(Sockets sockets) {
        this.sockets = sockets;
    }

    /** A datagram socket that is connected sends nothing, but knows its own address and the way's MTU. */
    @Override
    public synchronized Route route(int destination) {
        SocketAddress.put(address, LibC.AF_UNSPEC, 0, 0);
        LibC.connect(sockets.probe(), address.address(), SocketAddress.BYTES); // forgets the one before
        SocketAddress.put(address, LibC.AF_INET, destination, 1);
        if (LibC.connect(sockets.probe(), address.address(), SocketAddress.BYTES) < 0) {
            return null;
        }
        number.bytes().putInt(0, SocketAddress.BYTES);
        if (LibC.getsockname(sockets.probe(), address.address(), number.address()) < 0) {
            return null;
        }
        int source = SocketAddress.address(address);
        return new Route(source, mtu());
    }

    private int mtu() {
        address.bytes().putInt(0, Integer.BYTES);
        int failed = LibC.getsockopt(sockets.probe(), LibC.IPPROTO_IP, LibC.IP_MTU, number.address(), address.address());
        return failed < 0 ? Ipv4Packet.MAX_LENGTH : number.bytes().getInt(0);
    }

    @Override
    public int lease(Transport transport, int external, int port) {
        int type = transport == Transport.TCP ? LibC.SOCK_STREAM : LibC.SOCK_DGRAM;
        int descriptor = LibC.socket(LibC.AF_INET, type | LibC.SOCK_CLOEXEC, 0);
        if (descriptor < 0) {
            return NO_LEASE;
        }
        int errno = hold(descriptor, transport, external, port);
        if (errno == 0) {
            return descriptor;
        }
        LibC.close(descriptor);
        return errno == LibC.EADDRINUSE ? PORT_IN_USE : NO_LEASE;
    }

    /** The filter first: there is no moment in which the kernel would answer. */
    private synchronized int hold(int descriptor, Transport transport, int external, int port) {
        SocketAddress.put(address, LibC.AF_INET, external, port);
        boolean held = Filter.attachNothing(descriptor) >= 0 && LibC.bind(descriptor, address.address(), SocketAddress.BYTES) >= 0
                && (transport != Transport.TCP || LibC.listen(descriptor, 1) >= 0);
        return held ? 0 : LibC.errno();
    }

    @Override
    public void release(int descriptor) {
        LibC.close(descriptor);
    }

    @Override
    public Sent send(byte[] packet) {
        NativeBuffer buffer = buffers.take();
        try {
            SocketAddress.put(buffer, LibC.AF_INET, Ipv4Packet.destination(packet), 0);
            buffer.put(SocketAddress.BYTES, packet);
            long sent = LibC.sendto(sockets.send(), buffer.address() + SocketAddress.BYTES, packet.length, LibC.MSG_DONTWAIT, buffer.address(),
                    SocketAddress.BYTES);
            return sent >= 0 ? Sent.SENT : notSent(LibC.errno());
        } finally {
            buffers.giveBack(buffer);
        }
    }

    private static Sent notSent(int errno) {
        return switch (errno) {
            case LibC.EMSGSIZE -> Sent.TOO_BIG;
            case LibC.EAGAIN, LibC.ENOBUFS, LibC.ENOMEM, LibC.EINTR -> Sent.FULL;
            case LibC.ENETUNREACH, LibC.EHOSTUNREACH -> Sent.UNREACHABLE;
            default -> Sent.REFUSED;
        };
    }

    /** Nobody may be inside. */
    void close() {
        buffers.close();
        address.close();
        number.close();
    }
}
