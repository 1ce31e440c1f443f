package com.softellect.vpn.lab.upgrade;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a restart of another VPN's server costs its users.
 *
 * @param gapMillis how long no datagram came
 * @param cameBack  whether datagrams came again at all, within {@link PeerBench#LIMIT}
 * @param lost      TCP connections that did not go on, of two
 */
public record PeerFigures(double gapMillis, boolean cameBack, int lost) {

    /** As it is written into a report. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("gap_ms", Math.round(gapMillis));
        json.put("came_back", cameBack);
        json.put("connections_lost_by_restart", lost);
        return json;
    }

    @Override
    public String toString() {
        return (cameBack ? "gap " : "not back after ") + Math.round(gapMillis) + " ms, " + lost + " of 2 connections lost";
    }
}
