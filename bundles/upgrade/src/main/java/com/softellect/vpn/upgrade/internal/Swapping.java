package com.softellect.vpn.upgrade.internal;

import com.softellect.vpn.api.upgrade.Swap;
import com.softellect.vpn.api.upgrade.Upgrade;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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
 * <p>Thread-safe: one swap at a time, others wait.
 */
final class Swapping {

    /** A component that could not start gets this long for another try: what it needs may be just coming. */
    static final long FAILED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LOOK_MILLIS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(Swapping.class);

    private final BundleContext context;
    private final Components components;
    private final ReentrantLock one = new ReentrantLock();

    Swapping(BundleContext context, Components components) {
        this.context = context;
        this.components = components;
    }

    Swap swap(Bundle bundle, BundleJar installed, BundleJar next) {
        OthersWired others = new OthersWired(bundle);
        one.lock();
        context.addBundleListener(others);
        try {
            return swap(bundle, installed, next, others);
        } finally {
            context.removeBundleListener(others);
            one.unlock();
        }
    }

    /**
     * Puts a version back that was replaced by others.
     *
     * @param working what worked with it
     * @return why it does not work now; null if it does
     */
    String putBack(Bundle bundle, BundleJar before, Set<String> working) {
        one.lock();
        try {
            return put(bundle, before, working);
        } finally {
            one.unlock();
        }
    }

    /** Whether a swap is what the calling thread is at. */
    boolean isByThisThread() {
        return one.isHeldByCurrentThread();
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
                || nanos > FAILED_NANOS && components.hasFailed(swapped);
    }
}
