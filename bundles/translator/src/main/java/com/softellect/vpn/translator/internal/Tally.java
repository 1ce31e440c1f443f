package com.softellect.vpn.translator.internal;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What the translator counts. All methods may be called by any thread. */
final class Tally {

    /** The counter {@code drop.REASON} of each; docs/translator.md says what they mean. */
    enum Drop {
        MALFORMED, PROTOCOL, TTL, NEVER_CARRIED, HAIRPIN, NO_FLOW, NO_ROUTE, CLIENT_LIMIT, FLOW_LIMIT, PORTS, FRAGMENT, TOO_BIG, SYSTEM_FULL,
        SYSTEM_REFUSED, UNSOLICITED, CHECKSUM, CLOSED
    }

    private final Map<Drop, LongAdder> drops = new EnumMap<>(Drop.class);
    private final LongAdder packetsOut = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder packetsIn = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder errors = new LongAdder();

    Tally() {
        for (Drop drop : Drop.values()) {
            drops.put(drop, new LongAdder());
        }
    }

    void drop(Drop why) {
        drops.get(why).increment();
    }

    long dropped(Drop why) {
        return drops.get(why).sum();
    }

    /** Counts a packet that went out to another network. */
    void out(int bytes) {
        packetsOut.increment();
        bytesOut.add(bytes);
    }

    /** Counts a packet from another network that went to a session. */
    void in(int bytes) {
        packetsIn.increment();
        bytesIn.add(bytes);
    }

    /** Counts an ICMP message or a reset of the translator's own. */
    void error() {
        errors.increment();
    }

    /** {@code packets.in, bytes.in, packets.out, bytes.out, errors.sent}, and {@code drop.REASON} for each reason. */
    SortedMap<String, Long> counters() {
        SortedMap<String, Long> all = new TreeMap<>();
        all.put("packets.out", packetsOut.sum());
        all.put("bytes.out", bytesOut.sum());
        all.put("packets.in", packetsIn.sum());
        all.put("bytes.in", bytesIn.sum());
        all.put("errors.sent", errors.sum());
        drops.forEach((drop, count) -> all.put("drop." + drop.name().toLowerCase(Locale.ROOT), count.sum()));
        return all;
    }
}
