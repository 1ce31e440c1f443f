package com.softellect.vpn.translator.internal;

import com.softellect.vpn.translator.internal.Opening.Refusal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The flows with their mappings and leases: opens one when a client's packet has none, and ends those that were silent for too long.
 *
 * <p>A flow gets its external port so:
 *
 * <ol>
 *   <li>the one that the client's port has already, whatever its other ends are: endpoint-independent;
 *   <li>if that has a flow to this very other end, or there is none: a port of its own;
 *   <li>when no port is left: one that others use, but not towards this other end. So what comes from there can be told apart;
 *   <li>when there is none either, it is refused.
 * </ol>
 *
 * <p>Threads: any. Looking a flow up takes no lock; opening and ending one takes this object's, and waits for nothing.
 */
final class Flows {

    /** How many leases are looked at to share one, before a flow is refused. */
    private static final int CANDIDATES = 64;

    /** How often ports and addresses that were the system's or somebody else's are looked at again, in seconds. */
    private static final int LOOK_AGAIN = 16;

    private final Outside outside;
    private final Random random = new SecureRandom();
    private final FlowTable byInside = new FlowTable(random.nextLong());
    private final FlowTable byOutside = new FlowTable(random.nextLong());
    private final GatewayAddresses gateway;
    private final Leases leases;

    /** Guarded by this, as is every change of the tables. */
    private final Map<Mapping.Key, Mapping> mappings = new HashMap<>();
    private final Map<Integer, Integer> clientFlows = new HashMap<>();
    private final int[] count = new int[Transport.values().length];
    private final Wheel wheel = new Wheel(0);
    private Set<Integer> missing = Set.of();
    private long shared;

    /** Published by {@link #configure}. */
    private volatile Limits limits;
    /** The second that it is, published by {@link #tick}. Each packet reads it instead of asking the system. */
    private volatile int now;

    Flows(Outside outside, Limits limits) {
        this.outside = outside;
        this.gateway = new GatewayAddresses(outside);
        this.leases = new Leases(outside, random);
        configure(limits);
    }

    /** Timeouts are those of all flows at once; what is there over a limit stays. */
    synchronized void configure(Limits changed) {
        limits = changed;
        leases.configure(changed.ports(), changed.descriptors());
        for (Flow flow : all()) {
            schedule(flow);
        }
    }

    /** The flow of a client's packet; null if there is none. */
    Flow find(Transport transport, int client, int clientPort, int remote, int remotePort) {
        return byInside.get(Ends.addresses(client, remote), Ends.ports(transport, clientPort, remotePort));
    }

    /** The flow of a packet from outside; null if there is none. */
    Flow findOutside(Transport transport, int address, int port, int remote, int remotePort) {
        return byOutside.get(Ends.addresses(address, remote), Ends.ports(transport, port, remotePort));
    }

    int now() {
        return now;
    }

    /** Whether the address is one of the gateway's own, outside of the tunnel. */
    boolean isGateway(int address) {
        return gateway.contains(address);
    }

    /** Opens a flow, or finds the one that another thread has opened just now. */
    synchronized Opening open(Transport transport, int client, int clientPort, int remote, int remotePort) {
        Flow there = find(transport, client, clientPort, remote, remotePort);
        if (there != null) {
            return Opening.of(there);
        }
        Outside.Route route = outside.route(remote);
        if (route == null) {
            return Opening.refused(Refusal.NO_ROUTE);
        }
        if (route.source() == remote) {
            return Opening.refused(leases.has(transport, remote, remotePort) ? Refusal.HAIRPIN : Refusal.GATEWAY);
        }
        if (clientFlows.getOrDefault(client, 0) >= limits.clientFlows()) {
            return Opening.refused(Refusal.CLIENT_LIMIT);
        }
        if (byInside.size() >= limits.flows()) {
            return Opening.refused(Refusal.FLOW_LIMIT);
        }
        int external = limits.address() == 0 ? route.source() : limits.address();
        Mapping mapping = mappings.get(new Mapping.Key(transport, client, clientPort, external));
        Lease lease = mapping != null && isFree(mapping.lease(), remote, remotePort) ? mapping.lease() : lease(transport, external, remote, remotePort);
        if (lease == null) {
            return Opening.refused(Refusal.PORTS);
        }
        if (mapping == null) {
            mapping = new Mapping(new Mapping.Key(transport, client, clientPort, external), lease);
        }
        return Opening.of(add(new Flow(mapping, lease, remote, remotePort, route.mtu(), 0, now)));
    }

    /**
     * Opens a flow for a datagram from outside to a client's port, as far as the filtering lets it come. Those outside get half of what there may be: the rest is
     * for those that clients open.
     *
     * @return null if it may not come
     */
    Flow openFromOutside(int address, int port, int remote, int remotePort) {
        return limits.filtering() == Filtering.ADDRESS_AND_PORT_DEPENDENT ? null : openUnfiltered(address, port, remote, remotePort);
    }

    private synchronized Flow openUnfiltered(int address, int port, int remote, int remotePort) {
        Lease lease = leases.find(Transport.UDP, address, port);
        Mapping mapping = lease == null ? null : lease.only();
        if (mapping == null || limits.filtering() == Filtering.ADDRESS_DEPENDENT && !mapping.leadsTo(remote)) {
            return null;
        }
        boolean room = clientFlows.getOrDefault(mapping.client(), 0) < limits.clientFlows() / 2 && byInside.size() < limits.flows() / 2;
        Outside.Route route = room ? outside.route(remote) : null;
        if (route == null || route.source() == remote || find(Transport.UDP, mapping.client(), mapping.clientPort(), remote, remotePort) != null) {
            return null;
        }
        return add(new Flow(mapping, lease, remote, remotePort, route.mtu(), 0, now));
    }

    private boolean isFree(Lease lease, int remote, int remotePort) {
        return findOutside(lease.transport(), lease.address(), lease.port(), remote, remotePort) == null;
    }

    private Lease lease(Transport transport, int external, int remote, int remotePort) {
        Lease own = leases.take(transport, external);
        if (own != null) {
            return own;
        }
        for (Lease candidate : leases.toShare(transport, external, CANDIDATES)) {
            if (isFree(candidate, remote, remotePort)) {
                shared++;
                return candidate;
            }
        }
        return null;
    }

    /** Outside last: what comes back then finds all of it. */
    private Flow add(Flow flow) {
        if (mappings.putIfAbsent(flow.mapping().key(), flow.mapping()) == null) {
            flow.mapping().lease().use();
            flow.mapping().lease().carry(flow.mapping());
        }
        flow.mapping().use(flow.remote());
        flow.lease().use();
        clientFlows.merge(flow.client(), 1, Integer::sum);
        count[flow.transport().ordinal()]++;
        schedule(flow);
        byInside.put(flow.inside());
        byOutside.put(flow.outside());
        return flow;
    }

    /**
     * Notes a packet of a flow.
     *
     * @param out whether it came from the client
     */
    void note(Flow flow, boolean out, byte[] packet) {
        flow.seen(now);
        if (flow.transport() == Transport.TCP && flow.segment(out, TcpHeader.flags(packet, Ip.header(packet, 0)))) {
            shortened(flow);
        }
    }

    /** The flow lives shorter from now on. */
    synchronized void shortened(Flow flow) {
        if (!flow.hasEnded()) {
            schedule(flow);
        }
    }

    private void schedule(Flow flow) {
        wheel.put(flow, end(flow));
    }

    /** The second in which the flow ends if no packet comes. */
    private int end(Flow flow) {
        return flow.lastPacket() + limits.timeouts().of(flow);
    }

    /** @param second counted from the start */
    synchronized void tick(int second) {
        int before = now;
        now = second;
        wheel.turn(second, this::look);
        if (second / LOOK_AGAIN != before / LOOK_AGAIN) {
            leases.forgetForeign();
            gateway.forget();
            endThoseOfLostAddresses();
        }
    }

    /** Of addresses that the system does not have any more, and did not have the last time either: a link that is down for a moment takes them along. */
    private void endThoseOfLostAddresses() {
        Set<Integer> lost = leases.addresses();
        lost.removeIf(gateway::contains);
        Set<Integer> forGood = new TreeSet<>(lost);
        forGood.retainAll(missing);
        missing = lost;
        if (!forGood.isEmpty()) {
            all().stream().filter(flow -> forGood.contains(flow.lease().address())).forEach(this::remove);
        }
    }

    private void look(Flow flow) {
        if (end(flow) <= now) {
            remove(flow);
        } else {
            schedule(flow);
        }
    }

    private void remove(Flow flow) {
        flow.end();
        byOutside.remove(flow.outside());
        byInside.remove(flow.inside());
        count[flow.transport().ordinal()]--;
        clientFlows.computeIfPresent(flow.client(), (client, flows) -> flows == 1 ? null : flows - 1);
        if (flow.mapping().unuse(flow.remote())) {
            mappings.remove(flow.mapping().key());
            flow.mapping().lease().uncarry(flow.mapping());
            giveUp(flow.mapping().lease());
        }
        giveUp(flow.lease());
    }

    private void giveUp(Lease lease) {
        if (lease.unuse()) {
            leases.giveBack(lease);
        }
    }

    /** Ends flows that can't go on. */
    synchronized int endIf(Predicate<Flow> gone) {
        List<Flow> some = all().stream().filter(gone).toList();
        some.forEach(flow -> remove(flow));
        return some.size();
    }

    /** Puts a flow back that another version had; its lease and its mapping may be new here. */
    synchronized void restore(Flow flow) {
        add(flow);
    }

    synchronized void restore(Lease lease) {
        leases.add(lease);
    }

    /** All flows, for who goes on with them. */
    synchronized List<Flow> all() {
        return byInside.all();
    }

    synchronized Collection<Lease> leases() {
        return leases.all();
    }

    /** The ports that packets from outside may come for. */
    synchronized PortRange ports() {
        return leases.inUse();
    }

    synchronized int flows(Transport transport) {
        return count[transport.ordinal()];
    }

    synchronized int leases(Transport transport) {
        return leases.count(transport);
    }

    /** How many flows got a port that others used already, since the start. */
    synchronized long shared() {
        return shared;
    }
}
