package com.softellect.vpn.surroundings.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this system speaks IPv6 at all. */
final class Ipv6 {

    private static final Path OFF = Path.of("/proc/sys/net/ipv6/conf/all/disable_ipv6");

    private Ipv6() {
    }

    static boolean isOn() {
        try {
            return Files.exists(OFF) && Files.readString(OFF).strip().equals("0");
        } catch (IOException e) {
            return false;
        }
    }
}
