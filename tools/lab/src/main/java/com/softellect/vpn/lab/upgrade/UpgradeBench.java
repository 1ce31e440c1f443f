package com.softellect.vpn.lab.upgrade;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.node.Node;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.report.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an upgrade costs the users:
 *
 * <ol>
 *   <li>start, enrol, connect, with idle clients beside; TCP both ways and datagrams both ways, all the time;
 *   <li>for each layer: {@code vpn:upgrade} to another version, some seconds later {@code vpn:rollback};
 *   <li>restart of the gateway's process.
 * </ol>
 *
 * <p>Used by one thread.
 */
public final class UpgradeBench {

    /** The gateway's layers that packets pass. */
    public static final List<String> DATA_PATH = List.of("interop", "registry", "router", "endpoint");

    /** All of the gateway's layers, but for the shell that the commands come through. */
    public static final List<String> GATEWAY = List.of("interop", "registry", "router", "endpoint", "clients", "store", "audit", "https");

    private static final List<String> CLIENT_LAYERS = List.of("tunnel");
    private static final int STRANGERS_PER_SECOND = 1000;
    private static final int FIRST_PORT = 5301;
    private static final int TCP_DEAD_MILLIS = 3000;
    private static final Duration WARM = Duration.ofSeconds(8);
    private static final Duration RESTART_LIMIT = Duration.ofSeconds(60);

    private final Pair pair;
    private final Path bundles;
    private final List<String> layers;
    private final int idle;
    private final Duration settle;
    private final Progress progress;
    private final Map<String, SwapFigures> figures = new LinkedHashMap<>();
    private IdleClients idlers;
    private List<LongTcp> tcp;

    /**
     * @param pair    configured, not started
     * @param bundles the folder of the product's bundles: Karaf's system folder
     * @param layers  of the gateway, to be swapped; those of the client are always
     * @param idle    how many clients only poll
     * @param settle  how long after a swap is watched
     */
    public UpgradeBench(Pair pair, Path bundles, List<String> layers, int idle, Duration settle, Progress progress) {
        this.pair = pair;
        this.bundles = bundles;
        this.layers = List.copyOf(layers);
        this.idle = idle;
        this.settle = settle;
        this.progress = progress;
    }

    /** Runs all steps, and leaves both nodes running. */
    public UpgradeFindings run() throws LabException, InterruptedException {
        progress.step("start, enrol, connect", this::connect);
        progress.step("warm up", this::warmUp);
        try {
            for (String layer : layers) {
                progress.step(layer, () -> swap(pair.gateway(), layer));
            }
            for (String layer : CLIENT_LAYERS) {
                progress.step(layer + " (client)", () -> swap(pair.client(), layer));
            }
            UpgradeFindings[] findings = new UpgradeFindings[1];
            progress.step("restart of the gateway", () -> {
                findings[0] = restart();
                return findings[0].lostByRestart() + " connections lost";
            });
            return findings[0];
        } finally {
            tcp.forEach(LongTcp::close);
            idlers.close();
        }
    }

    private String connect() throws LabException, InterruptedException {
        // All idle clients come at once and from one address, as strangers do.
        pair.gateway().folder().configure("com.softellect.vpn.clients", Map.of("strangersPerSecond", STRANGERS_PER_SECOND));
        pair.startConnected();
        idlers = IdleClients.start(pair, idle);
        return idle + " idle clients";
    }

    private String warmUp() throws LabException, InterruptedException {
        tcp = List.of(tcp(FIRST_PORT, Direction.UP), tcp(FIRST_PORT + 1, Direction.DOWN));
        pair.gateway().process().stayAlive(WARM);
        return "done";
    }

    private LongTcp tcp(int port, Direction direction) throws LabException {
        return LongTcp.start(pair.gateway().namespace(), pair.client().namespace(), Pair.GATEWAY_TUNNEL_ADDRESS, port, direction);
    }

    private String swap(Node node, String layer) throws LabException, InterruptedException {
        Path next = NextVersion.of(layer, bundles.resolve(layer).resolve("1.0.0").resolve(layer + "-1.0.0.jar"), node.folder().base());
        SwapFigures forth = measured(node, "vpn:upgrade " + layer + " " + next + " --no-format");
        SwapFigures back = measured(node, "vpn:rollback --no-format");
        SwapFigures worse = forth.worse(back);
        figures.put(layer, worse);
        return Math.round(forth.worstGapMillis()) + " ms, back " + Math.round(back.worstGapMillis()) + " ms, lost " + worse.udpLost();
    }

    private SwapFigures measured(Node node, String command) throws LabException, InterruptedException {
        List<Long> sessions = List.of(pair.session());
        int before = idlers.authentications();
        try (UdpStream up = UdpStream.start(pair.client().namespace(), pair.gateway().namespace(), Pair.GATEWAY_TUNNEL_ADDRESS);
                UdpStream down = UdpStream.start(pair.gateway().namespace(), pair.client().namespace(), Pair.CLIENT_TUNNEL_ADDRESS)) {
            node.openShell();
            node.process().stayAlive(Duration.ofMillis(500));
            up.worstGapMillis();
            down.worstGapMillis();
            String[] row = node.require(command).lines().reduce("", (first, second) -> second).split("\t");
            node.process().stayAlive(settle);
            double gap = Math.max(up.worstGapMillis(), down.worstGapMillis());
            long lost = up.end() + down.end();
            int again = idlers.authentications() - before + (sessions.equals(List.of(pair.session())) ? 0 : 1);
            return new SwapFigures(resets(), stalled(), again, lost, gap, Integer.parseInt(row[8].strip()), Long.parseLong(row[3].strip()));
        }
    }

    private int resets() {
        return (int) tcp.stream().filter(LongTcp::isReset).count();
    }

    private int stalled() {
        return (int) tcp.stream().filter(one -> !one.isReset() && one.isStalled(TCP_DEAD_MILLIS)).count();
    }

    private UpgradeFindings restart() throws LabException, InterruptedException {
        long session = pair.session();
        int before = idlers.authentications();
        try (UdpStream down = UdpStream.start(pair.gateway().namespace(), pair.client().namespace(), Pair.CLIENT_TUNNEL_ADDRESS)) {
            pair.gateway().process().stayAlive(Duration.ofMillis(500));
            down.worstGapMillis();
            pair.gateway().stop();
            pair.gateway().start();
            pair.gateway().awaitRole();
            pair.client().process().await("the tunnel", RESTART_LIMIT, () -> pair.client().status().connected());
            long deadline = System.nanoTime() + RESTART_LIMIT.toNanos(); // TCP itself tries again after as long as the outage took
            while (stalled() > 0 && System.nanoTime() < deadline) {
                pair.client().process().stayAlive(Duration.ofMillis(TCP_DEAD_MILLIS));
            }
            double gap = down.worstGapMillis();
            int again = idlers.authentications() - before + (pair.session() == session ? 0 : 1);
            return new UpgradeFindings(figures, resets() + stalled(), again, gap);
        }
    }
}
