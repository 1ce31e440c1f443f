package com.softellect.vpn.dns.internal;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** How often what happened since the resolver started. Any thread. */
final class DnsCounters {

    private final Map<DnsCounter, LongAdder> adders = new EnumMap<>(DnsCounter.class);

    DnsCounters() {
        for (DnsCounter counter : DnsCounter.values()) {
            adders.put(counter, new LongAdder());
        }
    }

    void count(DnsCounter counter) {
        adders.get(counter).increment();
    }

    SortedMap<String, Long> all() {
        SortedMap<String, Long> all = new TreeMap<>();
        adders.forEach((counter, adder) -> all.put(counter.word(), adder.sum()));
        return all;
    }
}
