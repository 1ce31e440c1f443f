package com.softellect.vpn.upgrade.internal;

import com.softellect.vpn.api.upgrade.Upgrade;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Updates of layers that Karaf makes by itself: {@code bundle:update}, a new version of the feature.
 *
 * <ol>
 *   <li>a layer's bundle stops: note its jar, and what works;
 *   <li>it gets another version: look, until all works that worked before;
 *   <li>it does not, in time: put the version before back, and say why. If several have another version, one is put back, then the others have their
 *       time again.
 * </ol>
 *
 * <p>Threads: events come on any, before the component runtime hears of them and under the framework's lock on the bundle, so they are only noted. The rest
 * is one thread's, {@code vpn-upgrade-watch}, or that of whoever looks.
 */
final class PlainUpdates {

    private static final long LOOK_MILLIS = 50;

    /** What a layer has left waits for 30 s: until then the version before must be there again. */
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(25);

    private static final Logger LOG = LoggerFactory.getLogger(PlainUpdates.class);

    private final BundleContext context;
    private final Layers layers;
    private final Components components;
    private final Swapping swapping;
    private final BiConsumer<List<PlainUpdate>, String> ended;
    private final ScheduledThreadPoolExecutor scheduler;

    /** Guarded by this, as are all below: by the bundles' ids. */
    private final Map<Long, Noted> noted = new LinkedHashMap<>();
    private final Set<String> working = new TreeSet<>();
    private long firstNanos;
    private long lastNanos;
    private boolean looking;

    /** @param ended gets those that work, with null, or the one that does not, with the reason in words */
    PlainUpdates(BundleContext context, Layers layers, Components components, Swapping swapping, BiConsumer<List<PlainUpdate>, String> ended) {
        this.context = context;
        this.layers = layers;
        this.components = components;
        this.swapping = swapping;
        this.ended = ended;
        this.scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "vpn-upgrade-watch");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setKeepAliveTime(1, TimeUnit.SECONDS);
        scheduler.allowCoreThreadTimeOut(true);
    }

    /** A bundle that has stopped, and whether it has another version since. */
    private record Noted(Bundle bundle, BundleJar before, boolean updated) {

        Noted withUpdate() {
            return new Noted(bundle, before, true);
        }
    }

    /** Of any bundle. */
    void event(BundleEvent event) {
        Bundle bundle = event.getBundle();
        if (Layers.isOurs(bundle.getSymbolicName()) && Layers.isSwappable(Layers.name(bundle)) && !swapping.isByThisThread()
                && context.getBundle(0).getState() == Bundle.ACTIVE) {
            note(bundle, event.getType());
        }
        synchronized (this) {
            lastNanos = System.nanoTime();
        }
    }

    private void note(Bundle bundle, int type) {
        switch (type) {
            case BundleEvent.STOPPING -> stopping(bundle);
            case BundleEvent.UPDATED -> updated(bundle);
            case BundleEvent.STARTED -> started(bundle);
            case BundleEvent.UNINSTALLED -> forget(bundle);
            default -> { }
        }
    }

    private void stopping(Bundle bundle) {
        synchronized (this) {
            if (noted.containsKey(bundle.getBundleId())) {
                return; // that one has not shown yet whether it works
            }
        }
        try {
            Set<String> now = components.working();
            BundleJar jar = BundleJar.of(bundle);
            synchronized (this) {
                noted.put(bundle.getBundleId(), new Noted(bundle, jar, false));
                working.addAll(now);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} can't be read, so it can't be put back if it is updated now: {}", bundle, e.toString());
        }
    }

    private synchronized void updated(Bundle bundle) {
        if (noted.computeIfPresent(bundle.getBundleId(), (id, one) -> one.withUpdate()) != null) {
            firstNanos = System.nanoTime();
            lookSoon();
        }
    }

    private synchronized void started(Bundle bundle) {
        Noted one = noted.get(bundle.getBundleId());
        if (one != null && one.updated) {
            lookSoon();
        } else {
            forget(bundle);
        }
    }

    private synchronized void forget(Bundle bundle) {
        noted.remove(bundle.getBundleId());
        if (noted.isEmpty()) {
            working.clear();
        }
    }

    private synchronized void lookSoon() {
        if (!looking) {
            looking = true;
            scheduler.schedule(this::lookAgain, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void lookAgain() {
        synchronized (this) {
            looking = false;
        }
        try {
            if (look()) {
                lookSoon();
            }
        } catch (RuntimeException e) {
            LOG.error("it can't be told whether the layers that were updated work", e);
        }
    }

    /** @return whether there is more to see */
    boolean look() {
        List<Noted> updated = updated();
        if (updated.isEmpty()) {
            return false;
        }
        Set<String> before;
        synchronized (this) {
            before = Set.copyOf(working);
        }
        if (updated.stream().allMatch(one -> problems(one, before).isEmpty())) {
            List<PlainUpdate> done = updated.stream().filter(this::take).map(PlainUpdates::result).toList();
            ended.accept(done, null);
            return false;
        }
        if (isOver(updated)) {
            Noted one = culprit(updated);
            putBack(one, before, String.join("; ", problems(one, before)));
        }
        return true;
    }

    private List<String> problems(Noted one, Set<String> before) {
        return components.problems(before, one.bundle.getSymbolicName());
    }

    /** Two threads may look at a time. @return whether it is this one's to end it */
    private synchronized boolean take(Noted one) {
        boolean mine = noted.get(one.bundle.getBundleId()) == one;
        if (mine) {
            forget(one.bundle);
        }
        return mine;
    }

    /** Those that are meant to run, from the bottom up. One that an administrator has stopped is looked at when it is started. */
    private synchronized List<Noted> updated() {
        List<String> order = layers.names();
        return noted.values().stream().filter(one -> one.updated && one.bundle.adapt(BundleStartLevel.class).isPersistentlyStarted())
                .sorted(Comparator.comparingInt(one -> order.indexOf(Layers.name(one.bundle)))).toList();
    }

    /** As long as bundles come and go, of whomever, an update of several may not be complete. */
    private synchronized boolean isOver(List<Noted> updated) {
        long now = System.nanoTime();
        long quiet = now - lastNanos;
        return quiet > TimeUnit.SECONDS.toNanos(Upgrade.ACTIVE_SECONDS) || now - firstNanos > LONGEST_NANOS
                || quiet > Swapping.FAILED_NANOS && updated.stream().anyMatch(this::hasFailed);
    }

    private boolean hasFailed(Noted one) {
        return components.hasFailed(one.bundle.getSymbolicName());
    }

    /** Others may only wait for it. */
    private Noted culprit(List<Noted> updated) {
        return updated.stream().filter(this::hasFailed).findFirst()
                .or(() -> updated.stream().filter(one -> one.bundle.getState() != Bundle.ACTIVE).findFirst()).orElse(updated.get(0));
    }

    private void putBack(Noted one, Set<String> before, String problem) {
        if (!take(one)) {
            return;
        }
        PlainUpdate update = result(one);
        LOG.error("{} {} does not work, {} is put back: {}", update.layer(), update.to(), update.from(), problem);
        String worse = swapping.putBack(one.bundle, one.before, before);
        synchronized (this) {
            firstNanos = System.nanoTime();
        }
        boolean others = !updated().isEmpty();
        ended.accept(List.of(update), worse == null || others ? problem : problem + "; and putting back " + update.from() + " failed: " + worse);
    }

    private static PlainUpdate result(Noted one) {
        return new PlainUpdate(one.before, one.bundle.getVersion().toString());
    }

    /** Ends the watch. */
    void stop() {
        scheduler.shutdownNow();
    }

    /**
     * One that was made.
     *
     * @param before the version that was replaced
     * @param to     the other one
     */
    record PlainUpdate(BundleJar before, String to) {

        String layer() {
            return before.layer();
        }

        String from() {
            return before.version().toString();
        }
    }
}
