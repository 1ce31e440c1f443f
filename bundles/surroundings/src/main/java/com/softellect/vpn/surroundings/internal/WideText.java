package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.datapath.system.NativeBuffer;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/** Text as Windows has it: UTF-16LE with a terminating zero. */
final class WideText {

    private WideText() {
    }

    static byte[] of(String text) {
        return (text + '\0').getBytes(StandardCharsets.UTF_16LE);
    }

    /** The text in memory of its own, which the caller closes. */
    static NativeBuffer memory(String text) {
        byte[] bytes = of(text);
        NativeBuffer memory = new NativeBuffer(bytes.length);
        memory.put(bytes);
        return memory;
    }

    /** The text up to its zero. JNA's own wide strings have characters of another size on other systems. */
    static String read(Pointer text) {
        StringBuilder read = new StringBuilder();
        for (long at = 0; text.getShort(at) != 0; at += Character.BYTES) {
            read.append((char) text.getShort(at));
        }
        return read.toString();
    }
}
