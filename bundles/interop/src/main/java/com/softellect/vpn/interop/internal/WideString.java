package com.softellect.vpn.interop.internal;

import com.softellect.vpn.datapath.system.NativeBuffer;
import java.nio.charset.StandardCharsets;

/** Strings as Windows has them: UTF-16LE with a terminating zero. */
final class WideString {

    private WideString() {
    }

    /** The text in memory of its own, which the caller closes. */
    static NativeBuffer of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_16LE);
        NativeBuffer buffer = new NativeBuffer(bytes.length + Character.BYTES); // zeroed: the last character ends it
        buffer.put(bytes);
        return buffer;
    }

    /** The text up to the terminating zero, or to the end of the memory. */
    static String read(NativeBuffer buffer) {
        String text = StandardCharsets.UTF_16LE.decode(buffer.bytes().duplicate().clear()).toString();
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
