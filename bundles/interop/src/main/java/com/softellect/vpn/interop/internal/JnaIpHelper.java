package com.softellect.vpn.interop.internal;

import com.sun.jna.Native;

/** iphlpapi.dll, mapped directly. Loaded on Windows only. */
final class JnaIpHelper implements IpHelperLibrary {

    JnaIpHelper() {
        Native.register(JnaIpHelper.class, new ExportedNames("").open("iphlpapi"));
    }

    @Override
    public native int convertInterfaceAliasToLuid(long alias, long luid);

    @Override
    public native int convertInterfaceLuidToAlias(long luid, long alias, long characters);
}
