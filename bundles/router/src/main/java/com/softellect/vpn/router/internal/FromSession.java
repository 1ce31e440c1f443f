package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import com.softellect.vpn.datapath.offload.Mtu;

/**
 * The door of packets that come from a session:
 *
 * <ol>
 *   <li>check the header; what is longer than the MTU must be a super-packet, and the client must have agreed on them;
 *   <li>check the source: it must be the session's address;
 *   <li>hold it back while the client sends more than it may;
 *   <li>decide by the destination: another session, if both may exchange packets with others, or another network, or the gateway itself, if the client's
 *       policy allows it. The gateway's packets go to its TUN adapter, and those for other networks too, unless there is an egress that takes them. With its
 *       quota used up a client sends nothing. It is told what is refused;
 *   <li>cut a super-packet for a session that takes none.
 * </ol>
 *
 * <p>Threads: any; the sessions, the egress and the adapter it gives packets to are thread-safe.
 */
final class FromSession {

    private final SessionRegistry registry;
    private final Ipv4Network network;
    private final Mtu mtu;
    private final ToAdapter adapter;
    private final ToEgress egress;
    private final PolicyCheck policies;
    private final Refusals refusals;
    private final UpLimits limits;
    private final Counters counters;

    FromSession(SessionRegistry registry, ToAdapter adapter, ToEgress egress, Refusals refusals, Counters counters) {
        this.registry = registry;
        this.network = registry.network();
        this.mtu = new Mtu(registry.mtu());
        this.adapter = adapter;
        this.egress = egress;
        this.policies = new PolicyCheck(network);
        this.refusals = refusals;
        this.limits = new UpLimits(this::goOn, counters);
        this.counters = counters;
    }

    void route(Session from, byte[] packet) {
        DropReason wrong = check(from, packet);
        if (wrong == null) {
            limits.send(from, packet);
        } else {
            counters.drop(wrong);
        }
    }

    private void goOn(Session from, byte[] packet) {
        if (from.quotaUsedUp()) {
            refuse(from, packet, DropReason.QUOTA);
            return;
        }
        int destination = Ipv4Packet.destination(packet);
        if (network.contains(destination) && destination != network.address()) {
            toSession(from, destination, packet);
        } else if (!policies.allowsFrom(from.policy(), packet)) {
            refuse(from, packet, DropReason.POLICY);
        } else if (destination == network.address() || !egress.send(packet)) {
            adapter.send(packet);
        }
    }

    private void refuse(Session from, byte[] packet, DropReason why) {
        counters.drop(why);
        refusals.tell(from, packet, why);
    }

    /** What is held back goes on at once, and nothing is held back any more. */
    void stop() {
        limits.stop();
    }

    private DropReason check(Session from, byte[] packet) {
        DropReason malformed = mtu.check(packet, from.superPackets());
        if (malformed != null) {
            return malformed;
        }
        if (Ipv4Packet.source(packet) != from.address()) {
            return DropReason.SOURCE_ADDRESS;
        }
        return Destinations.refuse(network, Ipv4Packet.destination(packet));
    }

    private void toSession(Session from, int destination, byte[] packet) {
        Session to = from.clientToClient() ? registry.byAddress(destination) : null;
        DropReason refused = refuseBetween(from, to);
        if (refused == null) {
            mtu.give(packet, to.superPackets(), to::offer);
        } else {
            refuse(from, packet, refused);
        }
    }

    /** Who may reach no client does not learn which ones there are. */
    private static DropReason refuseBetween(Session from, Session to) {
        if (!from.clientToClient() || to != null && !to.clientToClient()) {
            return DropReason.NOT_ALLOWED;
        }
        if (to == null) {
            return DropReason.UNKNOWN_DESTINATION;
        }
        return to.quotaUsedUp() ? DropReason.QUOTA : null;
    }
}
