package com.softellect.vpn.lab.bench;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.measure.ProcessUsage;
import com.softellect.vpn.lab.net.LongLink;
import com.softellect.vpn.lab.net.Network;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.report.Progress;
import com.softellect.vpn.lab.upgrade.IdleClients;
import java.time.Duration;
import java.util.Map;

/**
 * How fast the product is, and the same link without it:
 * <ol>
 * <li>start, enrol, connect;
 * <li>traffic that does not count: code that a JVM has just begun to run is several times slower;
 * <li>TCP, ping and UDP over a short link that takes segments whole;
 * <li>the gateway's CPU while many clients only hold their sessions;
 * <li>TCP over the same link in frames of its MTU;
 * <li>TCP over a long link that is put in its place, then over one that loses frames too.
 * </ol>
 * Used by one thread.
 */
public final class Bench {

    /** Each way. */
    private static final Duration LONG_WAY = Duration.ofMillis(25);
    private static final double LOSS = 0.01;

    /** A gateway has up to 1000 sessions unless it is told otherwise. The fewer there are, the more each costs: many polls share what wakes a thread. */
    private static final int IDLE_CLIENTS = 900;

    /** With room for so many. */
    private static final String TUNNEL_NETWORK = Pair.GATEWAY_TUNNEL_ADDRESS + "/22";

    /** What the traffic before, or the clients' coming, left to the compiler and the collector is done by then. */
    private static final Duration IDLE_SETTLE = Duration.ofSeconds(15);
    private static final Duration IDLE_TIME = Duration.ofSeconds(10);

    /** The pieces that traffic which does not count is cut into: it flows both ways in turns. */
    private static final int WARM_PIECES = 4;

    /** So many pings in a row that are answered say that a link, and what uses it, has settled. */
    private static final int SETTLED_PINGS = 20;
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);

    private final Network network;
    private final Pair pair;
    private final BenchPlan plan;
    private final Progress progress;
    private final BenchReport report;
    private final Meter meter;

    /** @param pair configured, not started, in that network */
    public Bench(Network network, Pair pair, BenchPlan plan, Versions versions, Progress progress) {
        this.network = network;
        this.pair = pair;
        this.plan = plan;
        this.progress = progress;
        this.report = new BenchReport(versions, plan);
        this.meter = new Meter(pair, plan.seconds(), report);
    }

    /** Measures something once. */
    private interface Measurement {
        void run(Way way) throws LabException, InterruptedException;
    }

    /** Runs all steps and leaves both nodes running. */
    public BenchReport run() throws LabException, InterruptedException {
        progress.step("start, enrol, connect", this::connect);
        if (plan.warm().toSeconds() > 0) {
            progress.step("warm up, not counted", this::warmUp);
        }
        shortLink();
        idleClients();
        frames();
        longLink();
        return report;
    }

    private String connect() throws LabException, InterruptedException {
        pair.gateway().folder().configure("com.softellect.vpn.registry", Map.of("network", TUNNEL_NETWORK));
        pair.startConnected();
        awaitSettled();
        return "done";
    }

    private String warmUp() throws LabException, InterruptedException {
        int seconds = (int) Math.max(1, plan.warm().toSeconds() / WARM_PIECES);
        for (int piece = 0; piece < WARM_PIECES; piece++) {
            meter.iperf(Way.TUNNEL, 0, seconds).streams(piece % 2 == 0 ? Direction.DOWN : Direction.UP, 1);
        }
        return plan.warm().toSeconds() + " s";
    }

    private void shortLink() throws LabException, InterruptedException {
        measure(Row.TCP, "TCP, one stream", meter::tcp, BenchFigure.TCP_DOWN_MBPS, BenchFigure.TCP_UP_MBPS);
        measure(Row.TCP4, "TCP, four streams", meter::fourStreams, BenchFigure.TCP_DOWN_4_MBPS, BenchFigure.TCP_UP_4_MBPS);
        measure(Row.PING, "ping, median and p99", meter::ping, BenchFigure.PING_P50_MS, BenchFigure.PING_P99_MS);
        measure(Row.LOAD, "ping beside a download", meter::pingUnderLoad, BenchFigure.PING_UNDER_LOAD_P50_MS);
        measure(Row.UDP, "UDP of 64 bytes", meter::udp, BenchFigure.UDP64_DOWN_PPS, BenchFigure.UDP64_UP_PPS);
    }

    private void idleClients() throws LabException, InterruptedException {
        if (!plan.has(Row.IDLE)) {
            return;
        }
        progress.step(IDLE_CLIENTS + " idle clients", () -> {
            double without = idleCpu();
            try (IdleClients clients = IdleClients.start(pair, IDLE_CLIENTS)) {
                report.add(Way.TUNNEL, BenchFigure.IDLE_CONNECTS_PER_SECOND, IDLE_CLIENTS / (clients.connecting().toMillis() / 1000.0));
                for (int repeat = 0; repeat < plan.repeats(); repeat++) {
                    report.add(Way.TUNNEL, BenchFigure.IDLE_CPU_PERCENT_PER_1000, 100 * (idleCpu() - without) * 1000 / IDLE_CLIENTS);
                }
            }
            return report.show(Way.TUNNEL, BenchFigure.IDLE_CPU_PERCENT_PER_1000) + ", they came at "
                    + report.show(Way.TUNNEL, BenchFigure.IDLE_CONNECTS_PER_SECOND);
        });
    }

    /** Of the gateway: the share of a core. */
    private double idleCpu() throws LabException, InterruptedException {
        pair.gateway().process().stayAlive(IDLE_SETTLE);
        ProcessUsage usage = ProcessUsage.of(pair.gateway().process().pid());
        long began = System.nanoTime();
        double before = usage.cpuSeconds();
        pair.gateway().process().stayAlive(IDLE_TIME);
        return (usage.cpuSeconds() - before) * 1e9 / (System.nanoTime() - began);
    }

    private void frames() throws LabException, InterruptedException {
        if (plan.has(Row.WIRE)) {
            network.segmentsWhole(false);
            measure(Row.WIRE, "TCP, outer link in frames", meter::framesOfTheMtu, BenchFigure.WIRE_TCP_DOWN_MBPS, BenchFigure.WIRE_TCP_UP_MBPS);
            network.segmentsWhole(true);
        }
    }

    private void longLink() throws LabException, InterruptedException {
        if (!plan.has(Row.RTT50) && !plan.has(Row.LOSS)) {
            return;
        }
        pair.disconnect();
        LongLink link = network.lengthen(LONG_WAY);
        try {
            progress.step("connect over a long link", this::connectAgain);
            measure(Row.RTT50, "round trip 50 ms, one stream down", way -> meter.longDownload(way, BenchFigure.RTT50_DOWN_MBPS),
                    BenchFigure.RTT50_DOWN_MBPS);
            link.lose(LOSS);
            measure(Row.LOSS, "the same with 1 % loss", way -> meter.longDownload(way, BenchFigure.RTT50_LOSS1_DOWN_MBPS),
                    BenchFigure.RTT50_LOSS1_DOWN_MBPS);
        } finally {
            network.shorten(link);
        }
    }

    private String connectAgain() throws LabException, InterruptedException {
        pair.connectAgain();
        awaitSettled();
        return "done";
    }

    private void awaitSettled() throws LabException, InterruptedException {
        pair.client().process().await("pings to be answered", SETTLE_LIMIT,
                () -> meter.pings(Way.TUNNEL).send(SETTLED_PINGS).answered() == SETTLED_PINGS);
    }

    /** As often as planned, tunnel and bare link in turns, so that what disturbs a while disturbs both. */
    private void measure(Row row, String name, Measurement measurement, BenchFigure... shown) throws LabException, InterruptedException {
        if (!plan.has(row)) {
            return;
        }
        progress.step(name, () -> {
            for (int repeat = 0; repeat < plan.repeats(); repeat++) {
                for (Way way : Way.values()) {
                    measurement.run(way);
                }
            }
            StringBuilder text = new StringBuilder();
            for (BenchFigure figure : shown) {
                text.append(text.isEmpty() ? "" : ", ").append(report.show(Way.TUNNEL, figure));
            }
            return text + " (bare link " + report.show(Way.BARE_LINK, shown[0]) + ")";
        });
    }
}
