package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.api.session.SessionRegistry;
import com.softellect.vpn.datapath.PacketSink;
import com.softellect.vpn.datapath.offload.Mtu;
import java.util.function.Consumer;

/**
 * The door of packets that come from the gateway's TUN adapter:
 *
 * <ol>
 *   <li>check the header, and what is longer than the MTU;
 *   <li>find the session that has the destination address, and ask its client's policy;
 *   <li>offer it the packet, cut if it is a super-packet and the client takes none: one packet queued, one permit released, one parked poll woken.
 * </ol>
 *
 * <p>Threads: only the inbound loop's.
 */
final class FromAdapter implements PacketSink {

    private final SessionRegistry registry;
    private final Ipv4Network network;
    private final Mtu mtu;
    private final PolicyCheck policies;
    private final Counters counters;
    private final Consumer<String> ended;

    /** @param ended gets the reason when the inbound loop ends, null if it was stopped */
    FromAdapter(SessionRegistry registry, Counters counters, Consumer<String> ended) {
        this.registry = registry;
        this.network = registry.network();
        this.mtu = new Mtu(registry.mtu());
        this.policies = new PolicyCheck(network);
        this.counters = counters;
        this.ended = ended;
    }

    @Override
    public void received(byte[] packet) {
        counters.in(packet.length);
        DropReason wrong = mtu.check(packet, true);
        int destination = wrong == null ? Ipv4Packet.destination(packet) : 0;
        if (wrong == null) {
            wrong = Destinations.refuse(network, destination);
        }
        Session to = wrong == null ? registry.byAddress(destination) : null;
        if (wrong == null) {
            wrong = refuseTo(to, packet);
        }
        if (wrong == null) {
            mtu.give(packet, to.superPackets(), to::offer);
        } else {
            counters.drop(wrong);
        }
    }

    private DropReason refuseTo(Session to, byte[] packet) {
        if (to == null) {
            return DropReason.UNKNOWN_DESTINATION;
        }
        if (to.quotaUsedUp()) {
            return DropReason.QUOTA;
        }
        return policies.allowsTo(to.policy(), packet) ? null : DropReason.POLICY;
    }

    @Override
    public void ended(String problem) {
        ended.accept(problem);
    }
}
