package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;

/**
 * A TUN network interface just created: its descriptor and the name that the system gave it. It lives as long as the
 * descriptor is open.
 */
record TunDevice(Descriptor descriptor, String name) {

    private static final long TUNSETIFF = 0x400454caL;
    private static final int IFF_TUN = 0x1;
    private static final int IFF_NO_PI = 0x1000;
    /** Refuses a name that exists, instead of attaching to what somebody else made. */
    private static final int IFF_TUN_EXCL = 0x8000;

    /**
     * Creates the interface, down and without an address.
     *
     * @param device the path of the TUN device
     * @throws TunAdapterException if that is impossible; nothing is left behind
     */
    static TunDevice create(String device, String name) throws TunAdapterException {
        int number = LibC.open(device, LibC.O_RDWR | LibC.O_NONBLOCK | LibC.O_CLOEXEC);
        if (number < 0) {
            throw LinuxErrors.opening(device, LibC.errno());
        }
        Descriptor descriptor = new Descriptor(number);
        try (InterfaceRequest request = new InterfaceRequest(name).withFlags(IFF_TUN | IFF_NO_PI | IFF_TUN_EXCL)) {
            int errno = request.ioctl(number, TUNSETIFF);
            if (errno != 0) {
                descriptor.close();
                throw LinuxErrors.creating(device, name, errno);
            }
            return new TunDevice(descriptor, request.name());
        }
    }
}
