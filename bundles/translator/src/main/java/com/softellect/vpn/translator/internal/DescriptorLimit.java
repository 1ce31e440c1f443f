package com.softellect.vpn.translator.internal;

import com.softellect.vpn.datapath.system.NativeBuffer;

/** How many descriptors the system lets this process have. Stateless. */
final class DescriptorLimit {

    private DescriptorLimit() {
    }

    /** Half of it: the other half is the gateway's own, for its clients' connections above all. */
    static int share() {
        try (NativeBuffer limits = new NativeBuffer(2 * Long.BYTES)) {
            int failed = LibC.getrlimit(LibC.RLIMIT_NOFILE, limits.address());
            long most = limits.bytes().getLong(0);
            return failed < 0 || most < 0 || most / 2 > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) (most / 2);
        }
    }
}
