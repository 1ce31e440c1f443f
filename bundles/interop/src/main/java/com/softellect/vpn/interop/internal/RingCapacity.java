package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;

/** What WinTun allows as the size of a ring: a power of two from 128 KiB to 64 MiB. */
final class RingCapacity {

    static final int MIN = 0x20000;
    static final int MAX = 0x4000000;
    static final int DEFAULT = 0x400000;

    static final String RULE = "set wintun.ring.capacity in etc/" + InteropSettings.PID + ".cfg to a power of two from " + MIN
            + " to " + MAX + " bytes, such as " + DEFAULT;

    private RingCapacity() {
    }

    /** @throws TunAdapterException if WinTun would refuse it */
    static void check(int capacity) throws TunAdapterException {
        if (capacity < MIN || capacity > MAX || Integer.bitCount(capacity) != 1) {
            throw new TunAdapterException("a WinTun ring can't have " + capacity + " bytes: " + RULE);
        }
    }
}
