package com.softellect.vpn.shell.internal;

import java.util.Locale;

/** A number of bytes as operators read it, in powers of 1000: {@code 999 B}, {@code 1.5 kB}, {@code 12.3 MB}. */
final class Bytes {

    private static final String PREFIXES = "kMGTPE";

    private Bytes() {
    }

    /** @param bytes not negative */
    static String of(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes / 1000.0;
        int prefix = 0;
        while (value >= 999.95) { // what would be shown as 1000.0
            value /= 1000;
            prefix++;
        }
        return String.format(Locale.ROOT, "%.1f %sB", value, PREFIXES.charAt(prefix));
    }
}
