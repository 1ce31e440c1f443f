package com.softellect.vpn.lab.bench;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.measure.Iperf3;
import com.softellect.vpn.lab.measure.Ping;
import com.softellect.vpn.lab.measure.PingResult;
import com.softellect.vpn.lab.net.Namespace;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.udp.RateSearch;
import com.softellect.vpn.lab.udp.UdpLoad;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Measures each figure once, on either way, and adds it to the report. Used by one thread. */
final class Meter {

    private static final int STREAMS = 4;
    private static final int PINGS = 500;
    private static final int PING_INTERVAL_MILLIS = 10;

    /** The download has begun before the first ping, and goes on after the last one. */
    private static final Duration LOAD_LEAD = Duration.ofSeconds(1);
    private static final int LOAD_SECONDS = PINGS * PING_INTERVAL_MILLIS / 1000 + 3;

    private static final int UDP_BYTES = 64;
    private static final Duration UDP_TIME = Duration.ofSeconds(2);

    /** TCP has found out by then what a long link carries. */
    private static final int LONG_WARM_SECONDS = 5;

    private final Pair pair;
    private final int seconds;
    private final BenchReport report;

    /** @param seconds of each throughput */
    Meter(Pair pair, int seconds, BenchReport report) {
        this.pair = pair;
        this.seconds = seconds;
        this.report = report;
    }

    void tcp(Way way) throws LabException, InterruptedException {
        stream(way, Direction.DOWN, BenchFigure.TCP_DOWN_MBPS, BenchFigure.CPU_S_PER_GB);
        stream(way, Direction.UP, BenchFigure.TCP_UP_MBPS, BenchFigure.CPU_UP_S_PER_GB);
    }

    /** The CPU time is that of gateway and client, which the bare link does not need. */
    private void stream(Way way, Direction direction, BenchFigure figure, BenchFigure cpuFigure) throws LabException, InterruptedException {
        PairCpu cpu = PairCpu.of(pair);
        double before = cpu.seconds();
        Iperf3.Found found = iperf(way, 0, seconds).streams(direction, 1);
        report.add(way, figure, found.megabitsPerSecond());
        if (way == Way.TUNNEL) {
            report.add(way, cpuFigure, cpu.perGigabyte(before, found.bytes()));
        }
    }

    void fourStreams(Way way) throws LabException, InterruptedException {
        report.add(way, BenchFigure.TCP_DOWN_4_MBPS, iperf(way, 0, seconds).streams(Direction.DOWN, STREAMS).megabitsPerSecond());
        report.add(way, BenchFigure.TCP_UP_4_MBPS, iperf(way, 0, seconds).streams(Direction.UP, STREAMS).megabitsPerSecond());
    }

    void framesOfTheMtu(Way way) throws LabException, InterruptedException {
        report.add(way, BenchFigure.WIRE_TCP_DOWN_MBPS, iperf(way, 0, seconds).streams(Direction.DOWN, 1).megabitsPerSecond());
        report.add(way, BenchFigure.WIRE_TCP_UP_MBPS, iperf(way, 0, seconds).streams(Direction.UP, 1).megabitsPerSecond());
    }

    void longDownload(Way way, BenchFigure figure) throws LabException, InterruptedException {
        report.add(way, figure, iperf(way, LONG_WARM_SECONDS, seconds).streams(Direction.DOWN, 1).megabitsPerSecond());
    }

    void ping(Way way) throws LabException, InterruptedException {
        PingResult result = pings(way).send(PINGS);
        require(result);
        report.add(way, BenchFigure.PING_P50_MS, result.percentile(50));
        report.add(way, BenchFigure.PING_P99_MS, result.percentile(99));
    }

    void pingUnderLoad(Way way) throws LabException, InterruptedException {
        FutureTask<Iperf3.Found> load = new FutureTask<>(() -> iperf(way, 0, LOAD_SECONDS).streams(Direction.DOWN, 1));
        Thread thread = new Thread(load, "lab-load");
        thread.setDaemon(true);
        thread.start();
        pair.gateway().process().stayAlive(LOAD_LEAD);
        PingResult result = pings(way).send(PINGS);
        join(load);
        require(result);
        report.add(way, BenchFigure.PING_UNDER_LOAD_P50_MS, result.percentile(50));
    }

    private static void join(FutureTask<Iperf3.Found> load) throws LabException, InterruptedException {
        try {
            load.get();
        } catch (ExecutionException e) {
            throw new LabException("the download beside the pings failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** A few may be lost, as the load is; but a percentile of some that got through says nothing. */
    private static void require(PingResult result) throws LabException {
        if (result.answered() < PINGS / 2) {
            throw new LabException("only " + result.answered() + " of " + PINGS + " pings were answered");
        }
    }

    void udp(Way way) throws LabException, InterruptedException {
        Namespace gateway = pair.gateway().namespace();
        Namespace client = pair.client().namespace();
        double down = highest(new UdpLoad(gateway, client, way.client(), UDP_BYTES));
        double up = highest(new UdpLoad(client, gateway, way.gateway(), UDP_BYTES));
        report.add(way, BenchFigure.UDP64_DOWN_PPS, down);
        report.add(way, BenchFigure.UDP64_UP_PPS, up);
        report.add(way, BenchFigure.UDP64_PPS, Math.min(down, up));
    }

    private static double highest(UdpLoad load) throws LabException, InterruptedException {
        return new RateSearch(rate -> load.offer(rate, UDP_TIME)).find();
    }

    Ping pings(Way way) {
        return Ping.every(PING_INTERVAL_MILLIS, pair.client().namespace(), way.gateway());
    }

    Iperf3 iperf(Way way, int warmSeconds, int countedSeconds) {
        return new Iperf3(pair.gateway().namespace(), pair.client().namespace(), way.gateway(), warmSeconds, countedSeconds);
    }
}
