package com.softellect.vpn.lab.bench;

import com.softellect.vpn.lab.report.Figure;

/** What the bench measures, in the order in which the table shows it. Throughput is TCP payload that arrived; down is from the gateway to the client. */
public enum BenchFigure implements Figure {

    TCP_DOWN_MBPS("TCP, one stream down", "Mbit/s", 0, Goal.atLeast(4000)),
    TCP_UP_MBPS("TCP, one stream up", "Mbit/s", 0, Goal.atLeast(4000)),
    TCP_DOWN_4_MBPS("TCP, four streams down", "Mbit/s", 0, Goal.noLessThan(Way.TUNNEL, "TCP_DOWN_MBPS")),
    TCP_UP_4_MBPS("TCP, four streams up", "Mbit/s", 0, Goal.noLessThan(Way.TUNNEL, "TCP_UP_MBPS")),
    PING_P50_MS("ping, median", "ms", 3, Goal.atMost(0.30)),
    PING_P99_MS("ping, p99", "ms", 3, Goal.atMost(0.60)),
    PING_UNDER_LOAD_P50_MS("ping beside a download, median", "ms", 3, Goal.atMost(2.5)),
    /** Of gateway and client together, per 1,000,000,000 bytes of TCP payload, with the kernel's work in their system calls; of one stream down. */
    CPU_S_PER_GB("CPU of both ends, stream down", "s per GB", 2, Goal.atMost(4)),
    CPU_UP_S_PER_GB("CPU of both ends, stream up", "s per GB", 2, Goal.atMost(4)),
    /** Packets a second with less than 1 % of loss, 64 bytes of UDP payload each; the lower of the two directions. */
    UDP64_PPS("UDP of 64 bytes, below 1 % loss", "per s", 0, Goal.atLeast(100_000)),
    UDP64_DOWN_PPS("  down", "per s", 0, Goal.NONE),
    UDP64_UP_PPS("  up", "per s", 0, Goal.NONE),
    /** From the first call until the last one of many clients at one address has a session. */
    IDLE_CONNECTS_PER_SECOND("clients that come at once", "per s", 0, Goal.NONE),
    /** Of the gateway, beyond what it needs for one client; reckoned from fewer clients. */
    IDLE_CPU_PERCENT_PER_1000("idle, CPU of the gateway, 1000 clients", "% of a core", 1, Goal.atMost(10)),
    /** Twice what the best peer made when the goals were set. */
    WIRE_TCP_DOWN_MBPS("outer link in MTU-sized frames, down", "Mbit/s", 0, Goal.atLeast(3000)),
    WIRE_TCP_UP_MBPS("outer link in MTU-sized frames, up", "Mbit/s", 0, Goal.atLeast(3200)),
    RTT50_DOWN_MBPS("round trip 50 ms, stream down", "Mbit/s", 0, Goal.noLessThan(Way.BARE_LINK, "RTT50_DOWN_MBPS")),
    RTT50_LOSS1_DOWN_MBPS("round trip 50 ms, 1 % loss, down", "Mbit/s", 0, Goal.noLessThan(Way.BARE_LINK, "RTT50_LOSS1_DOWN_MBPS"));

    private final Form form;
    private final Goal goal;

    BenchFigure(String title, String unit, int decimals, Goal goal) {
        this.form = new Form(title, unit, decimals);
        this.goal = goal;
    }

    @Override
    public Form form() {
        return form;
    }

    Goal goal() {
        return goal;
    }
}
