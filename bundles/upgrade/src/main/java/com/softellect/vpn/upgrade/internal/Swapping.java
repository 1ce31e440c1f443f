package com.softellect.vpn.upgrade.internal;

import com.softellect.vpn.api.upgrade.Swap;
import com.softellect.vpn.api.upgrade.Upgrade;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One swap:
 *
 * <ol>
 *   <li>note what works, which sessions there are, and what was lost so far;
 *   <li>the framework stops the version that runs, and starts the next one in its place;
 *   <li>wait until all works that worked before;
 *   <li>it does not, in time: put the version before back, and say why.
 * </ol>
 *
 * <p>One thread at a time.
 */
final class Swapping {

    /** A component that could not start gets this long for another try, in milliseconds: what it needs may be just coming. */
    private static final long FAILED_MILLIS = 1000;

    private static final long LOOK_MILLIS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(Swapping.class);

    private final BundleContext context;
    private final Components components;

    Swapping(BundleContext context, Components components) {
        this.context = context;
        this.components = components;
    }

    Swap swap(Bundle bundle, BundleJar installed, BundleJar next) {
        OthersWired others = new OthersWired(bundle);
        context.addBundleListener(others);
        try {
            return swap(bundle, installed, next, others);
        } finally {
            context.removeBundleListener(others);
        }
    }

    private Swap swap(Bundle bundle, BundleJar installed, BundleJar next, OthersWired others) {
        Set<String> working = components.working();
        Traffic before = Traffic.now(context);
        long start = System.nanoTime();
        String problem = put(bundle, next, working);
        long pause = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (problem != null) {
            LOG.error("{} {} does not work, {} is put back: {}", next.layer(), next.version(), installed.version(), problem);
            String worse = put(bundle, installed, working);
            pause = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            problem = worse == null ? problem : problem + "; and putting back " + installed.version() + " failed: " + worse;
        }
        Traffic after = Traffic.now(context);
        int kept = after.keptOf(before);
        Swap swap = new Swap(next.layer(), installed.version().toString(), next.version().toString(), pause, after.queued(), after.lostSince(before),
                kept, before.sessions().size() - kept, others.count(), problem);
        LOG.info("{}", swap);
        return swap;
    }

    /** @return why it does not work; null if it does */
    private String put(Bundle bundle, BundleJar jar, Set<String> working) {
        try {
            bundle.update(jar.stream());
            if (bundle.getState() != Bundle.ACTIVE) {
                bundle.start(); // the framework does not say why it could not: this does
            }
        } catch (BundleException | RuntimeException e) {
            return rootCause(e);
        }
        return awaitWorking(bundle.getSymbolicName(), working);
    }

    private static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private synchronized String awaitWorking(String swapped, Set<String> working) {
        long start = System.nanoTime();
        List<String> problems = components.problems(working, swapped);
        try {
            while (!problems.isEmpty() && !isOver(System.nanoTime() - start, swapped)) {
                wait(LOOK_MILLIS);
                problems = components.problems(working, swapped);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return problems.isEmpty() ? null : String.join("; ", problems);
    }

    private boolean isOver(long nanos, String swapped) {
        return nanos > TimeUnit.SECONDS.toNanos(Upgrade.ACTIVE_SECONDS)
                || nanos > TimeUnit.MILLISECONDS.toNanos(FAILED_MILLIS) && components.hasFailed(swapped);
    }
}
