package com.softellect.vpn.interop.internal;

import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** The names of network interfaces, in this JVM. */
final class FakeIpHelper implements IpHelperLibrary {

    static final long LUID = 0x35000000000000L;
    private static final int ERROR_INVALID_PARAMETER = 87;

    private final Set<String> taken = new HashSet<>();
    private String nameOfTheNewAdapter = "vpn0";

    void take(String name) {
        taken.add(name);
    }

    void giveTheNewAdapterTheName(String name) {
        nameOfTheNewAdapter = name;
    }

    @Override
    public int convertInterfaceAliasToLuid(long alias, long luid) {
        return taken.contains(text(alias)) ? 0 : ERROR_INVALID_PARAMETER;
    }

    @Override
    public int convertInterfaceLuidToAlias(long luid, long alias, long characters) {
        if (new Pointer(luid).getLong(0) != LUID) {
            return ERROR_INVALID_PARAMETER;
        }
        byte[] text = (nameOfTheNewAdapter + '\0').getBytes(StandardCharsets.UTF_16LE);
        new Pointer(alias).write(0, text, 0, text.length);
        return 0;
    }

    /** What is at an address, in UTF-16 up to the terminating zero. */
    static String text(long address) {
        StringBuilder text = new StringBuilder();
        for (int offset = 0; new Pointer(address).getShort(offset) != 0; offset += Character.BYTES) {
            text.append((char) new Pointer(address).getShort(offset));
        }
        return text.toString();
    }
}
