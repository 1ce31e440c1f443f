package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.packet.Ipv4Network;

/** Turns what Linux refuses into a message that says what to do about it. */
final class LinuxErrors {

    private static final String WHO_MAY = "CAP_NET_ADMIN is needed: run as root, or give the service the capability"
            + " (systemd: AmbientCapabilities=CAP_NET_ADMIN; container: --cap-add NET_ADMIN; else setcap cap_net_admin+ep on the"
            + " java executable), or run in a network namespace of your own (unshare --user --map-root-user --net)";

    private LinuxErrors() {
    }

    static TunAdapterException opening(String device, int errno) {
        return switch (errno) {
            case LibC.ENOENT -> new TunAdapterException(device + " is missing: load the driver (modprobe tun); where that is not"
                    + " enough, make the node (mkdir -p /dev/net && mknod /dev/net/tun c 10 200); in a container, pass it in"
                    + " (--device /dev/net/tun)");
            case LibC.ENXIO, LibC.ENODEV -> new TunAdapterException(device
                    + " is there, but no driver is behind it: load it (modprobe tun)");
            case LibC.EACCES, LibC.EPERM -> new TunAdapterException("no permission to open " + device + ": allow this user to"
                    + " read and write it (ls -l " + device + "); besides, " + WHO_MAY);
            default -> new TunAdapterException("opening " + device + " failed: " + LibC.describe(errno));
        };
    }

    static TunAdapterException creating(String device, String name, int errno) {
        return switch (errno) {
            case LibC.EBUSY, LibC.EINVAL -> new TunAdapterException("the adapter name " + name + " is already in use"
                    + " (ip link show " + name + "): choose another adapter name, or remove that interface"
                    + " (ip link delete " + name + ")");
            case LibC.EPERM, LibC.EACCES -> new TunAdapterException("no permission to create the adapter " + name + ": "
                    + WHO_MAY);
            default -> new TunAdapterException("creating the adapter " + name + " on " + device + " failed: "
                    + LibC.describe(errno));
        };
    }

    static TunAdapterException configuring(String name, String what, int errno) {
        return switch (errno) {
            case LibC.EPERM, LibC.EACCES -> new TunAdapterException("no permission to set " + what + " of the adapter " + name
                    + ": " + WHO_MAY);
            case LibC.ENODEV -> new TunAdapterException("the adapter " + name
                    + " was removed by someone else while it was set up");
            default -> new TunAdapterException("setting " + what + " of the adapter " + name + " failed: "
                    + LibC.describe(errno));
        };
    }

    static TunAdapterException address(String name, Ipv4Network network, int errno) {
        return errno == LibC.EINVAL
                ? new TunAdapterException("the adapter " + name + " can't have the address " + network
                        + ": choose one for a single host, such as one of 10.0.0.0/8")
                : configuring(name, "the address", errno);
    }

    static TunAdapterException mtu(String name, int mtu, int errno) {
        return errno == LibC.EINVAL
                ? new TunAdapterException("the adapter " + name + " can't have an MTU of " + mtu + " bytes: choose a smaller one,"
                        + " such as 1400")
                : configuring(name, "the MTU", errno);
    }

    static TunAdapterException noDescriptor(String what, int errno) {
        return new TunAdapterException("opening " + what + " failed: " + LibC.describe(errno)
                + "; if too many files are open, raise the limit (ulimit -n, systemd: LimitNOFILE)");
    }

    static TunAdapterException waiting(int errno) {
        return new TunAdapterException("waiting for packets failed: " + LibC.describe(errno));
    }

    static TunAdapterException receiving(String name, int errno) {
        return errno == LibC.EBADFD
                ? removed(name)
                : new TunAdapterException("receiving from the adapter " + name + " failed: " + LibC.describe(errno));
    }

    static TunAdapterException sending(String name, int length, int errno) {
        return switch (errno) {
            case LibC.EBADFD -> removed(name);
            case LibC.EIO -> new TunAdapterException("the adapter " + name + " is down: bring it up"
                    + " (ip link set " + name + " up)");
            case LibC.EINVAL -> new TunAdapterException("the adapter " + name + " refused " + length
                    + " bytes that are not an IP packet");
            default -> new TunAdapterException("sending to the adapter " + name + " failed: " + LibC.describe(errno));
        };
    }

    private static TunAdapterException removed(String name) {
        return new TunAdapterException("the adapter " + name + " was removed by someone else: start again what used it");
    }
}
