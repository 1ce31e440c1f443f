package com.softellect.vpn.egress.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the system forwards IPv4 packets that are not for itself: a switch of its network namespace. Immutable; any thread.
 *
 * @param file the switch
 */
record Forwarding(Path file) {

    static final Forwarding SYSTEM = new Forwarding(Path.of("/proc/sys/net/ipv4/ip_forward"));

    boolean isOn() throws EgressException {
        try {
            return !Files.readString(file).strip().equals("0");
        } catch (IOException e) {
            throw new EgressException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    void turn(boolean on) throws EgressException {
        try {
            Files.writeString(file, on ? "1\n" : "0\n");
        } catch (IOException e) {
            throw new EgressException("the gateway may not change " + file + " (" + e.getMessage() + "): run it as root, or set "
                    + "net.ipv4.ip_forward = " + (on ? 1 : 0) + " by sysctl", e);
        }
    }
}
