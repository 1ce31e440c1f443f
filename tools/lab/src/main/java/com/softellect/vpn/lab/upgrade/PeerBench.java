package com.softellect.vpn.lab.upgrade;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.measure.Direction;
import com.softellect.vpn.lab.net.Namespace;
import com.softellect.vpn.lab.net.Network;
import com.softellect.vpn.lab.peer.Peer;
import com.softellect.vpn.lab.peer.Peers;
import com.softellect.vpn.lab.peer.Site;
import com.softellect.vpn.lab.report.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a restart of other VPNs' servers costs their users, in the same way as {@link UpgradeBench} finds it for this one: one TCP connection each way and
 * 1000 datagrams a second to the client, the server is stopped in order and started again. Used by one thread.
 */
public final class PeerBench {

    /** How long a tunnel is waited for. */
    static final Duration LIMIT = Duration.ofSeconds(90);

    private static final String SERVER_ADDRESS = "10.66.77.1";
    private static final int FIRST_PORT = 5401;
    private static final int FLOWS_MILLIS = 3000;
    private static final long POLL_MILLIS = 200;

    private final Network network;
    private final Path folder;
    private final Progress progress;

    /** @param folder for all that the peers keep */
    public PeerBench(Network network, Path folder, Progress progress) {
        this.network = network;
        this.folder = folder;
        this.progress = progress;
    }

    /** @return by name; without those that are not installed */
    public Map<String, PeerFigures> run() throws LabException, InterruptedException {
        Map<String, PeerFigures> figures = new LinkedHashMap<>();
        Site none = new Site(folder, network.gateway(), network.client());
        for (int i = 0; i < Peers.at(none).size(); i++) {
            String name = Peers.at(none).get(i).name();
            try (Site site = new Site(folder(name), network.gateway(), network.client())) {
                Peer peer = Peers.at(site).get(i);
                progress.step("restart of " + name, () -> {
                    if (!Peers.isInstalled(peer)) {
                        return "not installed: apt-get install " + peer.packages();
                    }
                    figures.put(name, measured(peer, site));
                    return figures.get(name).toString();
                });
            }
        }
        return figures;
    }

    private Path folder(String name) throws LabException {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new LabException("cannot make a folder for " + name + ": " + e, e);
        }
    }

    private PeerFigures measured(Peer peer, Site site) throws LabException, InterruptedException {
        peer.prepare();
        peer.startServer();
        peer.startClient();
        awaitTunnel(peer.name(), site);
        String client = clientAddress();
        Namespace gateway = network.gateway();
        try (LongTcp up = LongTcp.start(gateway, network.client(), SERVER_ADDRESS, FIRST_PORT, Direction.UP);
                LongTcp down = LongTcp.start(gateway, network.client(), SERVER_ADDRESS, FIRST_PORT + 1, Direction.DOWN);
                UdpStream datagrams = UdpStream.start(gateway, network.client(), client)) {
            site.pause(FLOWS_MILLIS);
            datagrams.worstGapMillis();
            peer.stopServer();
            peer.startServer();
            boolean back = awaits(site, () -> datagrams.flowsFor(FLOWS_MILLIS));
            double gap = datagrams.worstGapMillis();
            List<LongTcp> both = List.of(up, down);
            if (back) {
                awaits(site, () -> lost(both) == 0); // TCP itself tries again after as long as the outage took
            }
            return new PeerFigures(gap, back, lost(both));
        }
    }

    private static int lost(List<LongTcp> all) {
        return (int) all.stream().filter(one -> one.isReset() || one.isStalled(FLOWS_MILLIS)).count();
    }

    private void awaitTunnel(String name, Site site) throws LabException, InterruptedException {
        boolean there = awaits(site, () -> network.client().command("ping", "-c", "1", "-W", "1", SERVER_ADDRESS).works());
        if (!there) {
            throw new LabException(name + " does not connect");
        }
    }

    /** The one that the server gave, or that was set. */
    private String clientAddress() throws LabException, InterruptedException {
        for (String word : network.client().command("ip", "-4", "-o", "address").require().split("\\s+")) {
            if (word.startsWith("10.66.77.") && word.contains("/")) {
                return word.substring(0, word.indexOf('/'));
            }
        }
        throw new LabException("the client has no address in the tunnel");
    }

    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    private static boolean awaits(Site site, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                return false;
            }
            site.pause(POLL_MILLIS);
        }
        return true;
    }
}
