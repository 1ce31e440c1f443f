package com.softellect.vpn.translator.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Whose datagrams from outside come to a client's port that has an external one (RFC 4787, section 5). */
enum Filtering {

    /** Whoever sends. */
    ENDPOINT_INDEPENDENT,
    /** Hosts that the client's port has sent to. */
    ADDRESS_DEPENDENT,
    /** Ports of hosts that it has sent to. */
    ADDRESS_AND_PORT_DEPENDENT;

    /** @throws IllegalArgumentException if there is none of that name; the message says which there are */
    static Filtering parse(String text) {
        return Arrays.stream(values()).filter(one -> one.toString().equals(text.trim().toLowerCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is none of "
                        + Arrays.stream(values()).map(Filtering::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
