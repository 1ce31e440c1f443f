package com.softellect.vpn.lab.demo;

import com.softellect.vpn.lab.report.Figure;

/** What the demo measures, in the order in which the table shows it. */
public enum DemoFigure implements Figure {

    /** From the start of the gateway's process until a client could read its WSDL over HTTPS. */
    START_GATEWAY_S("gateway, start to first answer", "s", 1),
    /** From the command vpn:client-add being sent to the gateway's shell until it had ended: the profile is written. */
    ENROL_MS("enrol a client, to its profile", "ms", 0),
    /** From the command vpn:connect PROFILE being sent to the client's shell until the first ping through the tunnel was answered. */
    CONNECT_MS("connect, to the first ping", "ms", 0),
    /** From the client's question to the gateway's resolver for the address of the internet's host until its page was there, the first time, all through the tunnel. */
    INTERNET_PAGE_MS("page of the internet, by name", "ms", 1),
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

    private final Form form;

    DemoFigure(String title, String unit, int decimals) {
        form = new Form(title, unit, decimals);
    }

    @Override
    public Form form() {
        return form;
    }
}
