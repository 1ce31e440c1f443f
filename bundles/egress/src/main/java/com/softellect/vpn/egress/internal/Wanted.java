package com.softellect.vpn.egress.internal;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The settings, checked.
 *
 * @param interfaces that clients' packets may leave by; empty: all but the tunnel's
 */
record Wanted(Mode mode, List<String> interfaces, boolean mssClamp) {

    /** The ways, of which the first is this bundle's. */
    enum Mode {
        KERNEL, TRANSLATOR, NONE;

        static Mode parse(String text) {
            return Stream.of(values()).filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(text.strip())).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(wrong("mode", text, "kernel, translator or none")));
        }
    }

    /** @throws IllegalArgumentException if a setting can't be used; the message says which, and what is right */
    static Wanted of(EgressSettings settings) {
        List<String> interfaces = Stream.of(settings.interfaces().split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
        for (String name : interfaces) {
            if (!name.matches("[A-Za-z0-9._-]{1,15}")) {
                throw new IllegalArgumentException(wrong("interfaces", name, "names of network interfaces with commas between, like eth0, wlan0"));
            }
        }
        return new Wanted(Mode.parse(settings.mode()), interfaces, settings.mssClamp());
    }

    private static String wrong(String key, String value, String right) {
        return key + " = " + value + " in etc/" + EgressSettings.PID + ".cfg: it must be " + right;
    }
}
