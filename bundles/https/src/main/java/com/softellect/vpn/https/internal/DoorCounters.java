package com.softellect.vpn.https.internal;

import com.softellect.vpn.api.counter.CounterSource;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Component;

/** What became of connections. Outlives a door that is closed and opened again. Any thread. */
@Component(service = {DoorCounters.class, CounterSource.class})
public final class DoorCounters implements CounterSource {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder refusedBlocked = new LongAdder();
    private final LongAdder refusedFull = new LongAdder();
    private final LongAdder cutOff = new LongAdder();

    @Override
    public String layer() {
        return "https";
    }

    void accepted() {
        accepted.increment();
    }

    void refusedBlocked() {
        refusedBlocked.increment();
    }

    void refusedFull() {
        refusedFull.increment();
    }

    void cutOff() {
        cutOff.increment();
    }

    /**
     * {@code connections.accepted}; {@code connections.cut_off}: brought no whole request in time;
     * {@code connections.refused_blocked}, {@code connections.refused_full}: closed at once.
     */
    @Override
    public SortedMap<String, Long> counters() {
        return new TreeMap<>(Map.of("connections.accepted", accepted.sum(), "connections.cut_off", cutOff.sum(),
                "connections.refused_blocked", refusedBlocked.sum(), "connections.refused_full", refusedFull.sum()));
    }
}
