package com.softellect.vpn.lab.attack;

import com.softellect.vpn.lab.LabException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Wrong authentications at a steady rate from many addresses, two strangers at each: one who keeps his connection, and one who makes a new one
 * for each attempt. Runs on threads of its own, in the network namespace of the thread that starts it. Used by one thread.
 */
public final class Flood {

    private static final int LOOPS = 2;

    private final List<FloodLoop> loops;
    private final ExecutorService threads = Executors.newFixedThreadPool(LOOPS);
    private final List<Future<FloodLoop.Tally>> tallies = new ArrayList<>();
    private long start;

    private Flood(List<FloodLoop> loops) {
        this.loops = loops;
    }

    /**
     * Returns when it has begun.
     *
     * @param perSecond attempts, all together
     */
    public static Flood start(Target target, Addresses from, int perSecond) throws IOException, InterruptedException {
        CountDownLatch ready = new CountDownLatch(LOOPS);
        List<FloodLoop> loops = new ArrayList<>();
        for (int i = 0; i < LOOPS; i++) {
            loops.add(new FloodLoop(target, (double) perSecond / LOOPS, ready));
        }
        for (int i = 0; i < from.count(); i++) {
            for (boolean keeps : new boolean[] {true, false}) {
                loops.get(i % LOOPS).add(new InetSocketAddress(from.get(i), 0), keeps);
            }
        }
        Flood flood = new Flood(loops);
        flood.begin(ready);
        return flood;
    }

    private void begin(CountDownLatch ready) throws InterruptedException {
        loops.forEach(loop -> tallies.add(threads.submit(loop)));
        ready.await();
        start = System.nanoTime();
    }

    /** Ends it. @throws LabException if a part of it had ended before */
    public FloodResult stop() throws LabException, InterruptedException {
        double seconds = (System.nanoTime() - start) / (double) TimeUnit.SECONDS.toNanos(1);
        loops.forEach(FloodLoop::stop);
        threads.shutdown();
        long begun = 0;
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        String odd = null;
        for (Future<FloodLoop.Tally> future : tallies) {
            FloodLoop.Tally tally = get(future);
            begun += tally.begun();
            tally.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
            odd = odd == null ? tally.odd() : odd;
        }
        return new FloodResult(seconds, begun, outcomes, odd);
    }

    private static FloodLoop.Tally get(Future<FloodLoop.Tally> future) throws LabException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new LabException("the flood broke off: " + e.getCause(), e.getCause());
        }
    }
}
