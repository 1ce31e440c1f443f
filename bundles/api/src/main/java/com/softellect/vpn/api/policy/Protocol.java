package com.softellect.vpn.api.policy;

import java.util.Arrays;
import java.util.Locale;

/** What a rule says of a packet's protocol. */
public enum Protocol {
    /** Whatever it is. */
    ANY(-1),
    ICMP(1),
    TCP(6),
    UDP(17);

    private final int number;

    Protocol(int number) {
        this.number = number;
    }

    /** @param other a protocol's number as in the IPv4 header, 0 to 255 */
    public boolean includes(int other) {
        return this == ANY || number == other;
    }

    boolean hasPorts() {
        return this == TCP || this == UDP;
    }

    /** @throws IllegalArgumentException if there is none of that name; the message says which there are */
    static Protocol parse(String text) {
        return Arrays.stream(values()).filter(one -> one.toString().equals(text.toLowerCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no protocol: take any, icmp, tcp or udp"));
    }

    /** As it is written in a rule. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
