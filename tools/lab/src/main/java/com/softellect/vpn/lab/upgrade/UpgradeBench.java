package com.softellect.vpn.lab.upgrade;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.node.Node;
import com.softellect.vpn.lab.node.Pair;
import com.softellect.vpn.lab.report.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an upgrade costs the users:
 *
 * <ol>
 *   <li>start, enrol, connect, with idle clients beside; TCP both ways and datagrams both ways, all the time;
 *   <li>for each layer that the nodes have: {@code vpn:upgrade} to another version, some seconds later {@code vpn:rollback};
 *   <li>restart of the gateway's process.
 * </ol>
 *
 * <p>Used by one thread.
 */
public final class UpgradeBench {

    /** The layers that packets pass. */
    public static final List<String> DATA_PATH = List.of("interop", "registry", "router", "endpoint", "tunnel");

    private static final int STRANGERS_PER_SECOND = 1000;
    private static final int FIRST_PORT = 5301;
    private static final int TCP_DEAD_MILLIS = 3000;
    private static final Duration WARM = Duration.ofSeconds(8);
    private static final Duration RESTART_LIMIT = Duration.ofSeconds(60);

    private final Pair pair;
    private final Path bundles;
    private final Set<String> only;
    private final int idle;
    private final Duration settle;
    private final Progress progress;
    private final Map<String, SwapFigures> figures = new LinkedHashMap<>();
    private IdleClients idlers;
    private List<LongTcp> tcp;

    /**
     * @param pair    configured, not started
     * @param bundles the folder of the product's bundles, below Karaf's system folder
     * @param only    the layers to be swapped; all that the nodes have if it is empty
     * @param idle    how many clients only poll
     * @param settle  how long after a swap is watched
     */
    public UpgradeBench(Pair pair, Path bundles, Collection<String> only, int idle, Duration settle, Progress progress) {
        this.pair = pair;
        this.bundles = bundles;
        this.only = Set.copyOf(only);
        this.idle = idle;
        this.settle = settle;
        this.progress = progress;
    }

    /** Runs all steps, and leaves both nodes running. */
    public UpgradeFindings run() throws LabException, InterruptedException {
        progress.step("start, enrol, connect", this::connect);
        progress.step("warm up", this::warmUp);
        try {
            swapAllOf(pair.gateway());
            swapAllOf(pair.client());
            UpgradeFindings[] findings = new UpgradeFindings[1];
            progress.step("restart of the gateway", () -> {
                findings[0] = restart();
                return findings[0].lostByRestart() + " connections lost, gap " + Math.round(findings[0].restartGapMillis()) + " ms";
            });
            return findings[0];
        } finally {
            tcp.forEach(LongTcp::close);
            idlers.close();
        }
    }

    private void swapAllOf(Node node) throws LabException, InterruptedException {
        Path next = NextVersion.ofAll(bundles, node.folder().base());
        for (String layer : layers(node, next)) {
            progress.step(layer + " (" + node.folder().role().word() + ")", () -> swap(node, layer, next));
        }
    }

    /** As the node itself says, and in the order in which it would swap them. */
    private List<String> layers(Node node, Path next) throws LabException, InterruptedException {
        return node.require("vpn:upgrade all " + next + " --dry-run --no-format").lines().map(row -> row.split("\t")[0].strip())
                .filter(layer -> only.isEmpty() || only.contains(layer)).toList();
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

    private String swap(Node node, String layer, Path next) throws LabException, InterruptedException {
        SwapFigures forth = measured(node, "vpn:upgrade " + layer + " " + NextVersion.in(next, layer) + " --no-format");
        SwapFigures back = measured(node, "vpn:rollback --no-format");
        SwapFigures worse = forth.worse(back);
        figures.merge(layer, worse, SwapFigures::worse); // some are on both nodes
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
            // The stream tells, rather than a shell: logging in takes a starting gateway's time.
            pair.client().process().await("the datagrams", RESTART_LIMIT, () -> down.flowsFor(TCP_DEAD_MILLIS));
            pair.gateway().awaitRole();
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
