package com.softellect.vpn.lab.upgrade;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What swapping a layer and putting the version before back cost, the worse of the two.
 *
 * @param tcpResets         TCP connections that were ended
 * @param tcpStalled        TCP connections that carried nothing any more some seconds later
 * @param reauthentications of all clients
 * @param udpLost           datagrams that never came
 * @param worstGapMillis    the longest time without a datagram
 * @param refreshed         other bundles that were wired anew
 * @param pauseMillis       as the gateway or client itself says
 */
public record SwapFigures(int tcpResets, int tcpStalled, int reauthentications, long udpLost, double worstGapMillis, int refreshed, long pauseMillis) {

    SwapFigures worse(SwapFigures other) {
        return new SwapFigures(Math.max(tcpResets, other.tcpResets), Math.max(tcpStalled, other.tcpStalled),
                Math.max(reauthentications, other.reauthentications), Math.max(udpLost, other.udpLost),
                Math.max(worstGapMillis, other.worstGapMillis), Math.max(refreshed, other.refreshed), Math.max(pauseMillis, other.pauseMillis));
    }

    static SwapFigures worst(List<SwapFigures> all) {
        return all.stream().reduce(new SwapFigures(0, 0, 0, 0, 0, 0, 0), SwapFigures::worse);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tcp_resets", tcpResets);
        json.put("tcp_stalled", tcpStalled);
        json.put("reauthentications", reauthentications);
        json.put("udp_lost", udpLost);
        json.put("worst_gap_ms", Math.round(worstGapMillis * 10) / 10.0);
        json.put("bundles_refreshed", refreshed);
        json.put("pause_ms", pauseMillis);
        return json;
    }
}
