package com.softellect.vpn.handover.internal;

import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.handover.HandoverState;
import com.softellect.vpn.api.handover.UnknownHandoverException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
        OnlyJdk.check(name, state);
        keep(name, state, KEPT_SECONDS);
    }

    /** @param seconds until it is disposed of */
    void keep(String name, HandoverState state, long seconds) {
        Kept before;
        synchronized (this) {
            before = kept.put(name, new Kept(state, scheduler.schedule(() -> expire(name, state), seconds, TimeUnit.SECONDS)));
        }
        if (before != null) {
            before.timer.cancel(false);
            dispose(name, before.state);
        }
    }

    @Override
    public synchronized Optional<HandoverState> take(String name, Set<Integer> versions) {
        Kept left = kept.get(name);
        if (left == null) {
            return Optional.empty();
        }
        if (!versions.contains(left.state.version())) {
            throw new UnknownHandoverException("the version of " + name + " before this one left its state in layout " + left.state.version()
                    + ", and this one knows " + versions + ": put back the version before, or stop the layer for " + KEPT_SECONDS
                    + " s and start this one without the state");
        }
        kept.remove(name);
        left.timer.cancel(false);
        return Optional.of(left.state);
    }

    private void expire(String name, HandoverState state) {
        synchronized (this) {
            Kept now = kept.get(name);
            if (now == null || now.state != state) {
                return; // taken, or another was left meanwhile
            }
            kept.remove(name);
        }
        LOG.info("nobody took what {} left: disposed of", name);
        dispose(name, state);
    }

    private static void dispose(String name, HandoverState state) {
        try {
            state.dispose();
        } catch (RuntimeException e) {
            LOG.error("what {} left could not be disposed of", name, e);
        }
    }

    /** All that is left; nothing is kept after this. */
    synchronized Map<String, HandoverState> takeAll() {
        Map<String, HandoverState> all = new HashMap<>();
        kept.forEach((name, one) -> {
            one.timer.cancel(false);
            all.put(name, one.state);
        });
        kept.clear();
        return all;
    }

    private record Kept(HandoverState state, Future<?> timer) {
    }
}
