package com.softellect.vpn.lab.bench;

/** What is measured together, and chosen with {@code --rows}, in the order in which it is measured. */
public enum Row {
    /** One TCP stream each way, and the CPU time that it costs. */
    TCP,
    /** Four at once. */
    TCP4,
    /** Ping while nothing else is sent. */
    PING,
    /** Ping beside a download. */
    LOAD,
    /** Datagrams of 64 bytes. */
    UDP,
    /** Clients that only hold their sessions. */
    IDLE,
    /** One TCP stream each way where the outer link takes frames of its MTU only. */
    WIRE,
    /** One TCP stream down a link with a round trip of 50 ms. */
    RTT50,
    /** The same with 1 % of the frames lost, each way. */
    LOSS
}
