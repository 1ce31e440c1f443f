package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.NetworkListener;
import com.softellect.vpn.api.surroundings.Surroundings;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import com.softellect.vpn.api.surroundings.SurroundingsStatus;
import com.softellect.vpn.api.surroundings.TunnelLink;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The system around the tunnel, made to be as the settings say:
 *
 * <ol>
 *   <li>{@link #approach}: the kill switch closes around the gateway's addresses, if it is set;
 *   <li>{@link #enter}: the gateway gets routes of its own where the tunnel's would cover it, then the tunnel its routes, then it gets the names;
 *   <li>{@link #look}: the real network has changed, and those routes follow it;
 *   <li>{@link #leave}: names and routes as they were;
 *   <li>{@link #release}: the kill switch opens.
 * </ol>
 *
 * <p>Thread-safe: one thing at a time, programs of the system included.
 */
final class SystemSurroundings implements Surroundings {

    private static final Logger LOG = LoggerFactory.getLogger(SystemSurroundings.class);

    private static final int HOST_PREFIX = 32;

    /**
     * What is tried in turn as the MTU of the way to the gateway, in bytes: Ethernet; less what some tunnel on the way takes; the least of IPv6; radio links; the
     * least that every IPv4 host takes whole.
     */
    private static final List<Integer> MTUS = List.of(1500, 1400, 1280, 1024, 576);

    private final Routes routes;
    private final KillSwitch killSwitch;
    private final Names names;
    private final KnownWays ways = new KnownWays();
    private final List<NetworkListener> listeners = new CopyOnWriteArrayList<>();

    /** All below are guarded by this. Null if the settings can't be used: {@link #problem} says why. */
    private Rules rules;
    private String problem = SurroundingsSettings.FILE + " is not read yet; connect again";

    /** Where the tunnel goes; null if it goes nowhere. */
    private Approach approach;

    /** Null unless the tunnel's adapter is there. */
    private TunnelLink link;

    /** Whether the kill switch is closed. */
    private boolean closed;

    /** Of the way to the gateway, in bytes, as far as it was found; 0 if nobody had to look for it. */
    private int mtu;

    SystemSurroundings(HostSystem host) {
        this.routes = host.routes();
        this.killSwitch = host.killSwitch();
        this.names = host.names();
    }

    /**
     * What an earlier process has left: routes and names are put back as they were before it, a kill switch stays closed for as long as it is set.
     * To be called once, after the settings are there.
     */
    synchronized void clean() {
        routes.clear();
        names.restore();
        closed = killSwitch.isClosed();
        if (closed && rules != null && !rules.killSwitch()) {
            open();
        } else if (closed) {
            LOG.warn("the kill switch is closed: nothing leaves this machine until vpn:connect or vpn:disconnect");
        }
    }

    /** Settings that can be used. */
    synchronized void configure(Rules next) {
        rules = next;
        problem = null;
        if (approach == null) {
            return;
        }
        try {
            applyKillSwitch();
            lead();
        } catch (SurroundingsException e) {
            LOG.error("the new settings of {} are not in force: {}", SurroundingsSettings.FILE, e.getMessage());
        }
    }

    /** Settings that can't: what is in force stays so, and no gateway is approached any more. */
    synchronized void refuse(String why) {
        rules = null;
        problem = why;
        LOG.error(why);
    }

    @Override
    public synchronized void approach(Approach next) throws SurroundingsException {
        if (rules == null) {
            throw new SurroundingsException(problem);
        }
        if (approach == null || !approach.addresses().equals(next.addresses())) {
            ways.forget();
            mtu = 0;
        }
        approach = link == null ? next : through(link.adapterName(), next);
        applyKillSwitch();
        lead();
    }

    /** Windows may have given the adapter another name than was asked for. */
    private static Approach through(String adapterName, Approach approach) {
        return new Approach(approach.host(), approach.addresses(), approach.port(), adapterName);
    }

    private void applyKillSwitch() throws SurroundingsException {
        if (rules.killSwitch()) {
            killSwitch.close(approach, rules.localNetworks());
            if (!closed) {
                LOG.info("the kill switch is closed");
            }
            closed = true;
        } else if (closed) {
            open();
        }
    }

    @Override
    public synchronized void enter(TunnelLink next) throws SurroundingsException {
        if (rules == null) {
            throw new SurroundingsException(problem);
        }
        link = next;
        approach = through(link.adapterName(), approach);
        try {
            if (closed && rules.killSwitch()) {
                killSwitch.admitAdapter(approach, rules.localNetworks());
            }
            lead();
        } catch (SurroundingsException e) {
            leave();
            throw e;
        }
    }

    /** Leads routes and names into the tunnel if it is up, and has the gateway reached as it needs to be. */
    private void lead() throws SurroundingsException {
        List<Ipv4Network> through = link == null ? List.of() : rules.throughTunnel(link.pushed());
        List<String> servers = link == null ? List.of() : rules.dnsServers(link.pushed());
        Map<Ipv4Network, Way> wanted = new LinkedHashMap<>();
        Map<Ipv4Network, Integer> mtus = new HashMap<>();
        Way tunnel = Way.through(approach.adapterName());
        if (!through.isEmpty() || mtu != 0) {
            RoutingTable table = routes.read(approach.adapterName());
            approached().stream().filter(address -> mtu != 0 || through.stream().anyMatch(network -> network.contains(address)))
                    .forEach(address -> wanted.put(new Ipv4Network(address, HOST_PREFIX), table.to(address)));
            if (mtu != 0) {
                wanted.keySet().forEach(gateway -> mtus.put(gateway, mtu));
            }
            rules.excluded().stream().filter(network -> !table.to(network.address()).isNone())
                    .forEach(network -> wanted.put(network, table.to(network.address())));
        }
        through.forEach(network -> wanted.putIfAbsent(network, tunnel));
        servers.stream().map(Ipv4Network::parseAddress).filter(server -> !link.network().contains(server))
                .forEach(server -> wanted.putIfAbsent(new Ipv4Network(server, HOST_PREFIX), tunnel));
        if (!wanted.isEmpty() || !routes.isEmpty() || mtu != 0) {
            if (routes.set(wanted, mtus)) {
                LOG.info("through the tunnel: {}; around it: {}", through, wanted.keySet().stream().filter(network -> wanted.get(network) != tunnel).toList());
            }
            routes.setIpv6(link != null && rules.routing() == Rules.Routing.FULL, approach, mtu);
        }
        if (link != null) {
            names.set(link.adapterName(), servers, link.pushed().dnsDomains());
        }
    }

    @Override
    public synchronized boolean narrow() {
        if (rules == null || !rules.findMtu() || approach == null) {
            return false;
        }
        try {
            int now = mtu != 0 ? mtu : mtuOfWay();
            mtu = MTUS.stream().filter(size -> size < now && size >= leastMtu()).findFirst().orElse(0);
            lead();
            LOG.info(mtu != 0 ? "the way to the gateway is tried with packets of {} bytes at most" : "smaller packets did not help", mtu);
            return mtu != 0;
        } catch (SurroundingsException e) {
            LOG.warn("smaller packets can't be tried: {}", e.getMessage());
            mtu = 0;
            return false;
        }
    }

    private int mtuOfWay() throws SurroundingsException {
        return waysNow().stream().mapToInt(Way::mtu).max().orElse(0);
    }

    private int leastMtu() {
        return approached().isEmpty() ? Ipv6Routes.LEAST_MTU : 0;
    }

    /** How each of the gateway's addresses is reached without the tunnel. */
    private List<Way> waysNow() throws SurroundingsException {
        RoutingTable table = routes.read(approach.adapterName());
        List<Way> all = new ArrayList<>(approached().stream().map(table::to).toList());
        all.addAll(routes.ipv6Ways(approach));
        return all;
    }

    /** The gateway's IPv4 addresses. */
    private List<Integer> approached() {
        return approach == null ? List.of() : approach.addresses().stream().filter(Inet4Address.class::isInstance)
                .map(address -> ByteBuffer.wrap(address.getAddress()).getInt()).toList();
    }

    /** The network may have changed: the gateway's own routes follow it, and who listens is told. */
    void look() {
        Boolean other = lookForOtherWay();
        if (other != null) {
            listeners.forEach(listener -> listener.wayChanged(other));
        }
    }

    /** @return whether the gateway is reached another way than before, null if nobody need know */
    private synchronized Boolean lookForOtherWay() {
        if (approach == null) {
            return null;
        }
        try {
            List<Way> now = waysNow();
            List<Way> before = ways.note(now);
            if (before == null) {
                return null;
            }
            LOG.info("the gateway is now reached by {}, before by {}", now, before);
            mtu = 0;
            lead();
            return ways.isOther();
        } catch (SurroundingsException e) {
            LOG.warn("what has changed in the network can't be seen: {}", e.getMessage());
            return null;
        }
    }

    @Override
    public synchronized void leave() {
        if (link != null) {
            link = null;
            names.restore();
        }
        if (!routes.isEmpty()) {
            routes.clear();
        }
    }

    @Override
    public synchronized void release() {
        leave();
        approach = null;
        mtu = 0;
        ways.forget();
        if (closed) {
            open();
        }
    }

    private void open() {
        try {
            killSwitch.open();
            closed = false;
            LOG.info("the kill switch is open");
        } catch (SurroundingsException e) {
            LOG.error("the kill switch can't be opened: {}; by hand: {}", e.getMessage(), killSwitch.byHand());
        }
    }

    @Override
    public synchronized List<InetAddress> lastKnown(String host) {
        return closed ? killSwitch.lastKnown(host) : List.of();
    }

    @Override
    public synchronized SurroundingsStatus status() {
        return new SurroundingsStatus(closed, link == null || rules == null ? List.of() : rules.throughTunnel(link.pushed()), mtu, problem);
    }

    @Override
    public Runnable listen(NetworkListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Whether there is anything to hear of changes of the network for. */
    synchronized boolean isApproached() {
        return approach != null;
    }

    /** Whether it is known how the gateway is reached: then only a change of the network can change that. */
    synchronized boolean hasLooked() {
        return ways.isKnown();
    }

    /** What is in force, for the next version of this bundle; JDK types only. */
    synchronized Map<String, Object> left() {
        Map<String, Object> left = new HashMap<>(routes.left());
        left.put("closed", closed);
        return left;
    }

    /** Goes on with what an earlier version has left. The tunnel says again where it goes. */
    synchronized void goOn(Map<?, ?> left) {
        routes.goOn(left);
        closed = (Boolean) left.get("closed");
    }
}
