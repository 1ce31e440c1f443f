package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.datapath.system.Descriptor;

/**
 * Sets MTU, address and link state of a Linux network interface, by ioctls on a socket: no other program is needed.
 *
 * <p>Threads: one.
 */
final class InterfaceSetup implements AutoCloseable {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM = 2;

    private static final long SIOCGIFFLAGS = 0x8913;
    private static final long SIOCSIFFLAGS = 0x8914;
    private static final long SIOCSIFADDR = 0x8916;
    private static final long SIOCSIFNETMASK = 0x891c;
    private static final long SIOCSIFMTU = 0x8922;
    private static final long SIOCSIFTXQLEN = 0x8943;

    private static final int IFF_UP = 1;

    private final String name;
    private final Descriptor socket;
    private final InterfaceRequest request;

    InterfaceSetup(String name) throws TunAdapterException {
        int number = LibC.socket(AF_INET, SOCK_DGRAM | LibC.O_CLOEXEC, 0);
        if (number < 0) {
            throw LinuxErrors.noDescriptor("a socket to set up the adapter " + name, LibC.errno());
        }
        this.name = name;
        this.socket = new Descriptor(number);
        this.request = new InterfaceRequest(name);
    }

    /** @param mtu bytes */
    void mtu(int mtu) throws TunAdapterException {
        int errno = request.withNumber(mtu).ioctl(socket.number(), SIOCSIFMTU);
        if (errno != 0) {
            throw LinuxErrors.mtu(name, mtu, errno);
        }
    }

    /**
     * @param packets that the kernel keeps until they are received; what comes beyond is dropped
     * @return false if it stays as it was: of all that is set up here the kernel allows this alone to nobody inside a user namespace
     */
    boolean queue(int packets) throws TunAdapterException {
        int errno = request.withNumber(packets).ioctl(socket.number(), SIOCSIFTXQLEN);
        if (errno == LibC.EPERM) {
            return false;
        } else if (errno != 0) {
            throw LinuxErrors.configuring(name, "the length of the queue", errno);
        }
        return true;
    }

    /** The mask comes second: setting an address resets it. */
    void address(Ipv4Network network) throws TunAdapterException {
        int errno = request.withAddress(network.address()).ioctl(socket.number(), SIOCSIFADDR);
        if (errno == 0) {
            errno = request.withAddress(network.netmask()).ioctl(socket.number(), SIOCSIFNETMASK);
        }
        if (errno != 0) {
            throw LinuxErrors.address(name, network, errno);
        }
    }

    void up() throws TunAdapterException {
        int errno = request.withFlags(0).ioctl(socket.number(), SIOCGIFFLAGS);
        if (errno == 0) {
            errno = request.withFlags(request.flags() | IFF_UP).ioctl(socket.number(), SIOCSIFFLAGS);
        }
        if (errno != 0) {
            throw LinuxErrors.configuring(name, "the link state", errno);
        }
    }

    @Override
    public void close() {
        request.close();
        socket.close();
    }
}
