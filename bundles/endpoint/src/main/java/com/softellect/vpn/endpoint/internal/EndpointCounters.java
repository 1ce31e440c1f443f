package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.counter.CounterSource;
import com.softellect.vpn.api.counter.Counters;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.service.component.annotations.Component;

/** The endpoint's counters, which go on counting while the endpoint itself begins anew. Thread-safe. */
@Component(service = {CounterSource.class, EndpointCounters.class})
public final class EndpointCounters implements CounterSource {

    private final Counters counters = new Counters("endpoint");
    private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);

    public EndpointCounters() {
        for (Refusal refusal : Refusal.values()) {
            refused.put(refusal, new LongAdder());
        }
    }

    /** Of packets. */
    Counters packets() {
        return counters;
    }

    /** Counts a call that was not served. */
    void refused(Refusal refusal) {
        refused.get(refusal).increment();
    }


    @Override
    public String layer() {
        return counters.layer();
    }

    /** Those of packets; {@code refused.WHY} of calls, for each {@link Refusal}. */
    @Override
    public SortedMap<String, Long> counters() {
        SortedMap<String, Long> all = counters.counters();
        refused.forEach((refusal, count) -> all.put("refused." + refusal.name().toLowerCase(Locale.ROOT), count.sum()));
        return all;
    }
}
