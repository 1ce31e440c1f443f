package com.softellect.vpn.handover.internal;

import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.handover.UnknownHandoverException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states that were left and not taken yet.
 *
 * <p>Thread-safe; a state is disposed of outside the lock, on the scheduler's thread or on that of whoever puts another in its place.
 */
public final class KeptStates implements Handover {

    private static final Logger LOG = LoggerFactory.getLogger(KeptStates.class);

    private final ScheduledExecutorService scheduler;

    /** Guarded by this. */
    private final Map<String, Kept> kept = new HashMap<>();

    /** @param scheduler ends what nobody takes */
    public KeptStates(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void leave(String name, HandoverState state) {
        leave(name, List.of(state));
    }

    @Override
    public void leave(String name, List<HandoverState> layouts) {
        layouts.forEach(state -> OnlyJdk.check(name, state));
        keep(name, layouts, KEPT_SECONDS);
    }

    /** @param seconds until it is disposed of */
    void keep(String name, List<HandoverState> layouts, long seconds) {
        Kept before;
        synchronized (this) {
            before = kept.put(name, new Kept(layouts, scheduler.schedule(() -> expire(name, layouts), seconds, TimeUnit.SECONDS)));
        }
        if (before != null) {
            before.timer.cancel(false);
            dispose(name, before.layouts);
        }
    }

    @Override
    public synchronized Optional<HandoverState> take(String name, Set<Integer> versions) {
        Kept left = kept.get(name);
        if (left == null) {
            return Optional.empty();
        }
        HandoverState known = left.layouts.stream().filter(state -> versions.contains(state.version())).findFirst().orElseThrow(() ->
                new UnknownHandoverException("the version of " + name + " before this one left its state in layout " + left.versions()
                        + ", and this one knows " + versions + ": put back the version before, or stop the layer for " + KEPT_SECONDS
                        + " s and start this one without the state"));
        kept.remove(name);
        left.timer.cancel(false);
        return Optional.of(known);
    }

    private void expire(String name, List<HandoverState> layouts) {
        synchronized (this) {
            Kept now = kept.get(name);
            if (now == null || now.layouts != layouts) {
                return; // taken, or another was left meanwhile
            }
            kept.remove(name);
        }
        LOG.info("nobody took what {} left: disposed of", name);
        dispose(name, layouts);
    }

    private static void dispose(String name, List<HandoverState> layouts) {
        try {
            layouts.forEach(HandoverState::dispose);
        } catch (RuntimeException e) {
            LOG.error("what {} left could not be disposed of", name, e);
        }
    }

    /** All that is left; nothing is kept after this. */
    synchronized Map<String, List<HandoverState>> takeAll() {
        Map<String, List<HandoverState>> all = new HashMap<>();
        kept.forEach((name, one) -> {
            one.timer.cancel(false);
            all.put(name, one.layouts);
        });
        kept.clear();
        return all;
    }

    private record Kept(List<HandoverState> layouts, Future<?> timer) {

        String versions() {
            return layouts.stream().map(state -> Integer.toString(state.version())).collect(Collectors.joining(" or "));
        }
    }
}
