package com.softellect.vpn.clients.internal;

import com.softellect.vpn.api.client.AuthenticationException.Reason;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** How authentications ended. Thread-safe. */
final class Outcomes {

    private final LongAdder accepted = new LongAdder();
    private final Map<Reason, LongAdder> refused = new EnumMap<>(Reason.class);

    Outcomes() {
        // The other two are for the registry to tell, later.
        EnumSet.complementOf(EnumSet.of(Reason.FULL, Reason.ADDRESS_IN_USE)).forEach(reason -> refused.put(reason, new LongAdder()));
    }

    void accepted() {
        accepted.increment();
    }

    void refused(Reason reason) {
        refused.get(reason).increment();
    }

    /** {@code authentication.accepted} and {@code authentication.refused.REASON}. */
    SortedMap<String, Long> counters() {
        SortedMap<String, Long> all = new TreeMap<>();
        all.put("authentication.accepted", accepted.sum());
        refused.forEach((reason, count) -> all.put("authentication.refused." + reason.name().toLowerCase(Locale.ROOT), count.sum()));
        return all;
    }
}
