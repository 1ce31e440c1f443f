package com.softellect.vpn.interop.internal;

/** The functions of iphlpapi.dll for the names of network interfaces. Each returns 0, or the error number. */
interface IpHelperLibrary {

    /**
     * @param alias UTF-16, zero-terminated
     * @param luid  where the 8-byte locally unique identifier of the interface of that name is put
     */
    int convertInterfaceAliasToLuid(long alias, long luid);

    /**
     * @param alias      where the name is put, in UTF-16, zero-terminated
     * @param characters room there, the zero included
     */
    int convertInterfaceLuidToAlias(long luid, long alias, long characters);
}
