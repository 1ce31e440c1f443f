package com.softellect.vpn.interop.internal;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Skips the tests of real TUN adapters where they would touch the machine's own network, or can't run. */
final class PrivateNamespace {

    private PrivateNamespace() {
    }

    static void assume() {
        assumeTrue(Boolean.getBoolean("interop.private.namespace"),
                "not in a private network namespace: unshare is missing or not permitted (src/test/scripts/netns/bin/java)");
        Path device = Path.of("/dev/net/tun");
        assumeTrue(Files.isReadable(device) && Files.isWritable(device), device + " can't be opened by this user");
    }
}
