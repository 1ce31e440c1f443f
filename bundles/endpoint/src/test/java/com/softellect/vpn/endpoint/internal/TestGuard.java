package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.client.AddressGuard;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Lets strangers in or not, as the test says, and remembers who asked. Thread-safe. */
final class TestGuard implements AddressGuard {

    final Queue<String> asked = new ConcurrentLinkedQueue<>();

    /** Set by the test's thread. */
    volatile boolean admits = true;
    volatile boolean blocks;

    @Override
    public boolean isBlocked(String address) {
        return blocks;
    }

    @Override
    public boolean admits(String address) {
        asked.add(address);
        return admits;
    }
}
