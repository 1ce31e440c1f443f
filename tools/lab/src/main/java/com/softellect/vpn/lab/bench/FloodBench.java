package com.softellect.vpn.lab.bench;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.attack.FloodResult;
import com.softellect.vpn.lab.attack.Outcome;
import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.measure.ProcessUsage;
import com.softellect.vpn.lab.measure.Throughput;
import com.softellect.vpn.lab.node.Node;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.report.Progress;
import com.softellect.vpn.lab.report.Report;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How much a client's throughput suffers while strangers flood its gateway with wrong authentications:
 * <ol>
 * <li>start, enrol, connect;
 * <li>TCP both ways, not counted: code that the JVM has just begun to run is several times slower;
 * <li>TCP both ways, alone;
 * <li>TCP both ways while the flood lasts;
 * <li>TCP both ways, alone again;
 * <li>is the client's session still the same?
 * </ol>
 * Used by one thread.
 */
public final class FloodBench {

    private static final int WARM_SECONDS = 2;

    /** What the JVM compiles under load it has compiled by then: the figures before and after the flood differ little. */
    private static final int WARM_ROUNDS = 2;

    /** A flood lasts: it is measured when both JVMs, the attacker's too, have compiled what it runs. */
    private static final Duration FLOOD_SETTLES = Duration.ofSeconds(45);

    private final Pair pair;
    private final List<String> attack;
    private final Progress progress;
    private final Throughput throughput;
    private final Report<FloodFigure> report = new Report<>(FloodFigure.class);
    private long session;
    private long reconnects;

    /**
     * @param pair    configured, not started
     * @param attack  the command that floods the gateway, see {@link AttackerProcess}
     * @param seconds how long each throughput is measured
     */
    public FloodBench(Pair pair, List<String> attack, int seconds, Progress progress) throws InterruptedException {
        this.pair = pair;
        this.attack = List.copyOf(attack);
        this.progress = progress;
        this.throughput = Throughput.between(pair.gateway().namespace(), pair.client().namespace(), Pair.GATEWAY_TUNNEL_ADDRESS,
                WARM_SECONDS, seconds);
    }

    /** Runs all steps and leaves both nodes running. */
    public Report<FloodFigure> run() throws LabException, InterruptedException {
        progress.step("start, enrol, connect", this::connect);
        progress.step("warm up, " + throughput.name(), this::warmUp);
        progress.step("alone", () -> measure(FloodFigure.ALONE_UP_MBPS, FloodFigure.ALONE_DOWN_MBPS));
        progress.step("flooded", this::flood);
        progress.step("alone again", () -> measure(FloodFigure.AGAIN_UP_MBPS, FloodFigure.AGAIN_DOWN_MBPS));
        progress.step("the client's session", this::compareSessions);
        putRatio(FloodFigure.RATIO_UP, FloodFigure.FLOOD_UP_MBPS, FloodFigure.ALONE_UP_MBPS, FloodFigure.AGAIN_UP_MBPS);
        putRatio(FloodFigure.RATIO_DOWN, FloodFigure.FLOOD_DOWN_MBPS, FloodFigure.ALONE_DOWN_MBPS, FloodFigure.AGAIN_DOWN_MBPS);
        return report;
    }

    private String connect() throws LabException, InterruptedException {
        pair.startConnected();
        session = pair.session();
        reconnects = pair.client().status().reconnects();
        return "session " + session;
    }

    private String warmUp() throws LabException, InterruptedException {
        for (int round = 0; round < WARM_ROUNDS; round++) {
            throughput.megabitsPerSecond(Direction.UP);
            throughput.megabitsPerSecond(Direction.DOWN);
        }
        return "done";
    }

    private String measure(FloodFigure up, FloodFigure down) throws LabException, InterruptedException {
        report.put(up, throughput.megabitsPerSecond(Direction.UP));
        report.put(down, throughput.megabitsPerSecond(Direction.DOWN));
        return "up " + report.show(up) + ", down " + report.show(down);
    }

    private String flood() throws LabException, InterruptedException {
        AttackerProcess attacker = AttackerProcess.start(attack);
        String shown;
        FloodResult result;
        try {
            pair.gateway().process().stayAlive(FLOOD_SETTLES);
            Cpu gateway = Cpu.of(pair.gateway().process().pid());
            Cpu client = Cpu.of(pair.client().process().pid());
            Cpu strangers = Cpu.of(attacker.pid());
            shown = measure(FloodFigure.FLOOD_UP_MBPS, FloodFigure.FLOOD_DOWN_MBPS);
            report.put(FloodFigure.CPU_GATEWAY_PERCENT, gateway.percentSince());
            report.put(FloodFigure.CPU_CLIENT_PERCENT, client.percentSince());
            report.put(FloodFigure.CPU_ATTACKER_PERCENT, strangers.percentSince());
        } finally {
            result = attacker.end();
        }
        put(result);
        return shown;
    }

    private void put(FloodResult result) {
        report.put(FloodFigure.ATTEMPTS_PER_S, result.attemptsPerSecond());
        report.put(FloodFigure.ATTEMPTS, result.attempts());
        for (Outcome outcome : Outcome.values()) {
            report.put(FloodFigure.of(outcome), result.count(outcome));
        }
    }

    private String compareSessions() throws LabException, InterruptedException {
        report.put(FloodFigure.RSS_GATEWAY_MB, usage(pair.gateway()).residentMegabytes());
        report.put(FloodFigure.SESSIONS_LOST, pair.session() == session ? 0 : 1);
        report.put(FloodFigure.RECONNECTS, pair.client().status().reconnects() - reconnects);
        return report.value(FloodFigure.SESSIONS_LOST) == 0 ? "the same, " + session : "another one";
    }

    private void putRatio(FloodFigure ratio, FloodFigure flooded, FloodFigure before, FloodFigure after) {
        report.put(ratio, 2 * report.value(flooded) / (report.value(before) + report.value(after)));
    }

    private static ProcessUsage usage(Node node) {
        return ProcessUsage.of(node.process().pid());
    }

    /** What a process has used by a moment. */
    private record Cpu(ProcessUsage process, double seconds, long nanos) {

        static Cpu of(long pid) throws LabException {
            ProcessUsage process = ProcessUsage.of(pid);
            return new Cpu(process, process.cpuSeconds(), System.nanoTime());
        }

        /** Of one core. */
        double percentSince() throws LabException {
            double elapsed = (System.nanoTime() - nanos) / (double) TimeUnit.SECONDS.toNanos(1);
            return 100 * (process.cpuSeconds() - seconds) / elapsed;
        }
    }
}
