package com.softellect.vpn.interop.internal;

import com.softellect.vpn.datapath.system.NativeBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The GUID of an adapter, made from its name: the same each time, so that Windows remembers the network profile and the
 * firewall's rules for it, instead of meeting a new network each time.
 */
final class AdapterGuid {

    private static final int BYTES = 16;

    private AdapterGuid() {
    }

    /** A {@code struct GUID} in memory of its own, which the caller closes. */
    static NativeBuffer of(String adapterName) {
        UUID uuid = UUID.nameUUIDFromBytes(("com.softellect.vpn.adapter/" + adapterName).getBytes(StandardCharsets.UTF_8));
        long high = uuid.getMostSignificantBits();
        NativeBuffer guid = new NativeBuffer(BYTES);
        guid.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high)
                .order(ByteOrder.BIG_ENDIAN).putLong(uuid.getLeastSignificantBits());
        return guid;
    }
}
