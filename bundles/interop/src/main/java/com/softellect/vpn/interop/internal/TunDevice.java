package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.datapath.system.Descriptor;
import com.softellect.vpn.datapath.system.NativeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TUN network interface that was just created: it lives as long as its descriptor is open. One system call a packet, none of
 * which waits.
 *
 * <p>Threads: any. The kernel takes writes of several threads at once.
 *
 * @param name    the one that the system gave
 * @param offload whether packets longer than the MTU go in and out, each with a {@link VnetHeader} before it
 */
record TunDevice(Descriptor descriptor, String name, boolean offload) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TunDevice.class);

    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETOFFLOAD = 0x400454d0L;
    private static final int IFF_TUN = 0x1;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;
    /** Refuses a name that exists, instead of attaching to what somebody else made. */
    private static final int IFF_TUN_EXCL = 0x8000;
    private static final int PLAIN = IFF_TUN | IFF_NO_PI | IFF_TUN_EXCL;

    /**
     * Creates the interface, down and without an address.
     *
     * @param device   the path of the TUN device
     * @param offloads what the kernel is asked to offload, bits of TUNSETOFFLOAD; 0 for none. If it refuses there are none
     * @throws TunAdapterException if that is impossible; nothing is left behind
     */
    static TunDevice create(String device, String name, int offloads) throws TunAdapterException {
        if (offloads != 0) {
            TunDevice created = create(device, name, true);
            if (LibC.ioctl(created.descriptor.number(), TUNSETOFFLOAD, offloads) >= 0) {
                return created;
            }
            LOG.warn("adapter {}: no segmentation offload, TCP will be slower: this kernel refuses it ({})", created.name,
                    LibC.describe(LibC.errno()));
            created.close();
        }
        return create(device, name, false);
    }

    private static TunDevice create(String device, String name, boolean withHeader) throws TunAdapterException {
        int number = LibC.open(device, LibC.O_RDWR | LibC.O_NONBLOCK | LibC.O_CLOEXEC);
        if (number < 0) {
            throw LinuxErrors.opening(device, LibC.errno());
        }
        Descriptor descriptor = new Descriptor(number);
        try (InterfaceRequest request = new InterfaceRequest(name).withFlags(withHeader ? PLAIN | IFF_VNET_HDR : PLAIN)) {
            int errno = request.ioctl(number, TUNSETIFF);
            if (errno != 0) {
                descriptor.close();
                throw LinuxErrors.creating(device, name, errno);
            }
            return new TunDevice(descriptor, request.name(), withHeader);
        }
    }

    /**
     * Reads one packet, with the header before it if there is offload.
     *
     * @param size the most bytes; what goes beyond is lost
     * @return the bytes read; 0 if there is no packet, or if a signal came: the wait that follows finds out
     */
    int read(NativeBuffer into, int size) throws TunAdapterException {
        long length = LibC.read(descriptor.number(), into.address(), size);
        return length >= 0 ? (int) length : nothingRead(LibC.errno());
    }

    private int nothingRead(int errno) throws TunAdapterException {
        if (errno == LibC.EAGAIN || errno == LibC.EINTR) {
            return 0;
        }
        throw LinuxErrors.receiving(name, errno);
    }

    /**
     * Writes one packet, with the header before it if there is offload.
     *
     * @return false if the kernel had no room for it
     */
    boolean write(NativeBuffer from, int size) throws TunAdapterException {
        return LibC.write(descriptor.number(), from.address(), size) >= 0
                || notWritten(offload ? size - VnetHeader.BYTES : size, LibC.errno());
    }

    private boolean notWritten(int size, int errno) throws TunAdapterException {
        if (errno == LibC.EAGAIN || errno == LibC.ENOBUFS || errno == LibC.ENOMEM) {
            return false;
        }
        throw LinuxErrors.sending(name, size, errno);
    }

    /** The kernel removes the interface, its address and its routes with the descriptor. */
    @Override
    public void close() {
        descriptor.close();
    }
}
