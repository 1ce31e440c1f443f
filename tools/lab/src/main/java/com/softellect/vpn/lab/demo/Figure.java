package com.softellect.vpn.lab.demo;

import java.util.Locale;

/** What the demo measures, in the order in which the table shows it. The key in the report is the name in lower case. */
enum Figure {

    /** From the start of the gateway's process until a client could read its WSDL. */
    START_GATEWAY_S("gateway, start to first answer", "s", 1),
    /** From the command vpn:connect being sent to the client's shell until the first ping through the tunnel was answered. */
    CONNECT_MS("connect, to the first ping", "ms", 0),
    PING_P50_MS("ping through the tunnel, median", "ms", 2),
    PING_P99_MS("ping through the tunnel, p99", "ms", 2),
    TCP_UP_MBPS("TCP, one stream up", "Mbit/s", 0),
    TCP_DOWN_MBPS("TCP, one stream down", "Mbit/s", 0),
    IDLE_POLLS_PER_S("idle: polls", "per s", 2),
    IDLE_CPU_GATEWAY_PERCENT("idle: CPU of the gateway", "% of a core", 2),
    IDLE_CPU_CLIENT_PERCENT("idle: CPU of the client", "% of a core", 2),
    /** VmRSS at the end of the idle seconds, after all of the above; a megabyte is 1,000,000 bytes. */
    RSS_GATEWAY_MB("resident memory of the gateway", "MB", 0),
    RSS_CLIENT_MB("resident memory of the client", "MB", 0);

    private final String title;
    private final String unit;
    private final int decimals;

    Figure(String title, String unit, int decimals) {
        this.title = title;
        this.unit = unit;
        this.decimals = decimals;
    }

    String title() {
        return title;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value with its unit, as the table shows it. */
    String show(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f %s", value, unit);
    }
}
