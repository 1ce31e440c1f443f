package com.softellect.vpn.lab.bench;

import com.softellect.vpn.lab.attack.Outcome;
import com.softellect.vpn.lab.report.Figure;

/** What the bench of a flood measures, in the order in which the table shows it. */
public enum FloodFigure implements Figure {

    ALONE_UP_MBPS("alone: TCP up", "Mbit/s", 0),
    ALONE_DOWN_MBPS("alone: TCP down", "Mbit/s", 0),
    FLOOD_UP_MBPS("flooded: TCP up", "Mbit/s", 0),
    FLOOD_DOWN_MBPS("flooded: TCP down", "Mbit/s", 0),
    AGAIN_UP_MBPS("alone again: TCP up", "Mbit/s", 0),
    AGAIN_DOWN_MBPS("alone again: TCP down", "Mbit/s", 0),
    /** Flooded, in proportion to the mean of before and after. */
    RATIO_UP("flooded : alone, up", "", 2),
    RATIO_DOWN("flooded : alone, down", "", 2),
    /** Begun, by the attacker's own count over its whole time. */
    ATTEMPTS_PER_S("attempts", "per s", 0),
    ATTEMPTS("attempts in all", "", 0),
    REFUSED("  refused after a look at the proof", "", 0),
    TOO_MANY("  refused as too many", "", 0),
    UNAVAILABLE("  HTTP status 503", "", 0),
    CLOSED_AT_ONCE("  closed before TLS was set up", "", 0),
    CLOSED_LATER("  closed without an answer", "", 0),
    NOT_CONNECTED("  not connected", "", 0),
    NO_ANSWER("  no answer in time", "", 0),
    ODD("  something else", "", 0),
    LET_IN("  let in", "", 0),
    /** Over the seconds in which throughput was measured under the flood. */
    CPU_GATEWAY_PERCENT("flooded: CPU of the gateway", "% of a core", 0),
    CPU_CLIENT_PERCENT("flooded: CPU of the client", "% of a core", 0),
    CPU_ATTACKER_PERCENT("flooded: CPU of the attacker", "% of a core", 0),
    RSS_GATEWAY_MB("resident memory of the gateway", "MB", 0),
    /** 0: the client's session is the one of before. */
    SESSIONS_LOST("sessions of the client lost", "", 0),
    RECONNECTS("reconnects of the client", "", 0);

    private final Form form;

    FloodFigure(String title, String unit, int decimals) {
        form = new Form(title, unit, decimals);
    }

    /** The one that counts attempts of this outcome. */
    static FloodFigure of(Outcome outcome) {
        return valueOf(outcome.name());
    }

    @Override
    public Form form() {
        return form;
    }
}
