package com.softellect.vpn.lab.demo;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.measure.ProcessUsage;
import com.softellect.vpn.lab.node.Node;
import com.softellect.vpn.lab.node.Pair;
import java.time.Duration;

/**
 * Measures a connected pair that has nothing to carry. To ask the client for its polls costs CPU, so it is asked well before
 * and right after the window in which CPU is counted: polls per second are those of the whole time between the two answers,
 * of which every second is as idle. Used by one thread.
 */
final class IdleMeter {

    /** After the last traffic, and again after the question: what it left to the compiler and the collector is done by then. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final Pair pair;

    IdleMeter(Pair pair) {
        this.pair = pair;
    }

    /** @param window how long CPU is counted */
    IdleFigures measure(Duration window) throws LabException, InterruptedException {
        wait(SETTLE);
        Reading<Long> pollsBefore = polls();
        wait(SETTLE);
        Reading<Double> gatewayBefore = cpu(pair.gateway());
        Reading<Double> clientBefore = cpu(pair.client());
        wait(window);
        Reading<Double> gatewayAfter = cpu(pair.gateway());
        Reading<Double> clientAfter = cpu(pair.client());
        double gatewayMegabytes = usage(pair.gateway()).residentMegabytes();
        double clientMegabytes = usage(pair.client()).residentMegabytes();
        Reading<Long> pollsAfter = polls();
        return new IdleFigures(pollsAfter.perSecondSince(pollsBefore),
                100 * gatewayAfter.perSecondSince(gatewayBefore), 100 * clientAfter.perSecondSince(clientBefore),
                gatewayMegabytes, clientMegabytes);
    }

    /** A counter's value at a moment of {@link System#nanoTime}. */
    private record Reading<N extends Number>(N value, long nanos) {

        static <N extends Number> Reading<N> now(N value) {
            return new Reading<>(value, System.nanoTime());
        }

        double perSecondSince(Reading<N> before) {
            return (value.doubleValue() - before.value.doubleValue()) * 1e9 / (nanos - before.nanos);
        }
    }

    /** Both nodes go on running meanwhile, or the demo has failed. */
    private void wait(Duration time) throws LabException, InterruptedException {
        pair.gateway().process().stayAlive(time);
        pair.client().process().stayAlive(Duration.ZERO);
    }

    private Reading<Long> polls() throws LabException, InterruptedException {
        return Reading.now(pair.client().status().polls()
                .orElseThrow(() -> new LabException("vpn:status of the client does not tell its polls")));
    }

    private static Reading<Double> cpu(Node node) throws LabException {
        return Reading.now(usage(node).cpuSeconds());
    }

    private static ProcessUsage usage(Node node) {
        return ProcessUsage.of(node.process().pid());
    }
}
