package com.softellect.vpn.api.counter;

import java.util.SortedMap;
import org.osgi.annotation.versioning.ConsumerType;

/** A layer's counters. Each layer publishes one as an OSGi service. */
@ConsumerType
public interface CounterSource {

    /** The layer's name, as in {@code vpn:counters LAYER}: one lower-case word. */
    String layer();

    /** What was counted since the layer started, by name. Names are lower case with dots, for example {@code drop.queue_full}. */
    SortedMap<String, Long> counters();
}
