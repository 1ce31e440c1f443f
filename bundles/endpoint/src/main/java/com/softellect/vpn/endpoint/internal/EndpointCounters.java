package com.softellect.vpn.endpoint.internal;

import com.softellect.vpn.api.counter.CounterSource;
import com.softellect.vpn.api.counter.Counters;
import java.util.SortedMap;
import org.osgi.service.component.annotations.Component;

/** The endpoint's counters, which go on counting while the endpoint itself begins anew. Thread-safe. */
@Component(service = {CounterSource.class, EndpointCounters.class})
public final class EndpointCounters implements CounterSource {

    private final Counters counters = new Counters("endpoint");

    Counters all() {
        return counters;
    }

    @Override
    public String layer() {
        return counters.layer();
    }

    @Override
    public SortedMap<String, Long> counters() {
        return counters.counters();
    }
}
