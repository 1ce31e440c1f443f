package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.datapath.system.NativeBuffer;

/**
 * The names of Windows network interfaces.
 *
 * <p>Threads: any.
 */
final class WindowsInterfaceNames {

    /** NDIS_IF_MAX_STRING_SIZE and the terminating zero, in characters. */
    private static final int MAX_NAME = 257;
    private static final int LUID_BYTES = 8;

    private final WintunLibrary wintun;
    private final IpHelperLibrary ipHelper;

    WindowsInterfaceNames(WintunLibrary wintun, IpHelperLibrary ipHelper) {
        this.wintun = wintun;
        this.ipHelper = ipHelper;
    }

    /**
     * WinTun itself would take the name away from the interface that has it, and rename that one.
     *
     * @throws TunAdapterException if an interface has this name
     */
    void requireFree(String name) throws TunAdapterException {
        try (NativeBuffer alias = WideString.of(name); NativeBuffer luid = new NativeBuffer(LUID_BYTES)) {
            if (ipHelper.convertInterfaceAliasToLuid(alias.address(), luid.address()) == 0) {
                throw WintunErrors.nameInUse(name);
            }
        }
    }

    /** The name that the system gave to an adapter. */
    String nameOf(long adapter) throws TunAdapterException {
        try (NativeBuffer luid = new NativeBuffer(LUID_BYTES);
                NativeBuffer alias = new NativeBuffer(MAX_NAME * Character.BYTES)) {
            wintun.getAdapterLUID(adapter, luid.address());
            int error = ipHelper.convertInterfaceLuidToAlias(luid.address(), alias.address(), MAX_NAME);
            if (error != 0) {
                throw WintunErrors.failed("asking for the name of the new adapter", error);
            }
            return WideString.read(alias);
        }
    }
}
