package com.softellect.vpn.lab.measure;

/** Which way bulk data flows, seen from the client. */
public enum Direction {
    /** From the client to the gateway. */
    UP,
    /** From the gateway to the client. */
    DOWN
}
