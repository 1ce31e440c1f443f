package com.softellect.vpn.upgrade.internal;

import com.softellect.vpn.api.counter.CounterSource;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Sessions and lost packets at a moment. Immutable.
 *
 * @param sessions the numbers of the live sessions
 * @param queued   packets that wait in their queues
 * @param dropped  packets that were dropped, by layer
 */
record Traffic(Set<Long> sessions, long queued, Map<String, Long> dropped) {

    /** Those that a swap may have to do with. Others, a broadcast for example, are dropped at all times. */
    private static final List<String> REASONS =
            List.of("drop.queue_full", "drop.adapter_full", "drop.adapter_unavailable", "drop.session_ended", "drop.late");

    static Traffic now(BundleContext context) {
        ServiceReference<SessionRegistry> reference = context.getServiceReference(SessionRegistry.class);
        SessionRegistry registry = reference == null ? null : context.getService(reference);
        if (registry == null) {
            return new Traffic(Set.of(), 0, dropped(context));
        }
        try {
            List<Session> all = registry.sessions();
            return new Traffic(all.stream().map(Session::number).collect(Collectors.toSet()), all.stream().mapToLong(Session::permits).sum(),
                    dropped(context));
        } finally {
            context.ungetService(reference);
        }
    }

    private static Map<String, Long> dropped(BundleContext context) {
        Map<String, Long> dropped = new HashMap<>();
        for (ServiceReference<CounterSource> reference : sources(context)) {
            CounterSource source = context.getService(reference);
            if (source != null) {
                Map<String, Long> counters = source.counters();
                dropped.merge(source.layer(), REASONS.stream().mapToLong(reason -> counters.getOrDefault(reason, 0L)).sum(), Long::sum);
                context.ungetService(reference);
            }
        }
        return dropped;
    }

    private static Collection<ServiceReference<CounterSource>> sources(BundleContext context) {
        try {
            return context.getServiceReferences(CounterSource.class, null);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter is always a valid filter", e);
        }
    }

    /** The packets that were dropped since an earlier moment. A layer that began anew since then counts from 0. */
    long lostSince(Traffic before) {
        return dropped.entrySet().stream().mapToLong(one -> {
            long earlier = before.dropped.getOrDefault(one.getKey(), 0L);
            return one.getValue() >= earlier ? one.getValue() - earlier : one.getValue();
        }).sum();
    }

    /** How many of the sessions of an earlier moment are still there. */
    int keptOf(Traffic before) {
        return (int) before.sessions.stream().filter(sessions::contains).count();
    }
}
