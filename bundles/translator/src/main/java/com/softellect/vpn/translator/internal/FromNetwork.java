package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.datapath.offload.Checksum;
import com.softellect.vpn.datapath.offload.SuperPacket;
import com.softellect.vpn.translator.internal.Tally.Drop;

/**
 * The door of packets from other networks, as the system gives them: whole, some joined to longer ones, some with checksums that the sender left to a card.
 *
 * <ol>
 *   <li>find the flow; without one, and if the filtering of UDP does not let it come, the packet is nobody's;
 *   <li>settle the checksum;
 *   <li>put the client's address and port in the place of the external ones, and take 1 off the time to live;
 *   <li>give it to the router: TCP that is longer than the tunnel's MTU as a super-packet, other packets cut, if they may be.
 * </ol>
 *
 * <p>Threads: only the inbound loop's.
 */
final class FromNetwork {

    private final Inside inside;
    private final Flows flows;
    private final Outside outside;
    private final Errors errors;
    private final Tally tally;

    FromNetwork(Inside inside, Flows flows, Outside outside, Errors errors, Tally tally) {
        this.inside = inside;
        this.flows = flows;
        this.outside = outside;
        this.errors = errors;
        this.tally = tally;
    }

    /** @param packet not checked yet; belongs to this object from now on */
    void received(byte[] packet) {
        Transport transport = Ipv4Packet.check(packet) == null ? Transport.of(packet, 0) : null;
        if (transport == null || packet.length < Ip.header(packet, 0) + transport.header() || Ip.isFragment(packet)) {
            tally.drop(Drop.MALFORMED);
            return;
        }
        int start = Ip.header(packet, 0);
        if (transport != Transport.ICMP) {
            received(packet, transport, Checksum.word(packet, start + transport.destinationPort()), Checksum.word(packet, start + transport.sourcePort()));
        } else if (Icmp.type(packet) == Icmp.ECHO_REPLY) {
            received(packet, transport, Checksum.word(packet, start + Icmp.ID), 0);
        } else if (Icmp.isError(Icmp.type(packet))) {
            receivedError(packet);
        }
    }

    private void received(byte[] packet, Transport transport, int port, int remotePort) {
        Flow flow = flows.findOutside(transport, Ipv4Packet.destination(packet), port, Ipv4Packet.source(packet), remotePort);
        if (flow == null && transport == Transport.UDP) {
            flow = flows.openFromOutside(Ipv4Packet.destination(packet), port, Ipv4Packet.source(packet), remotePort);
        }
        if (flow == null) {
            unsolicited(transport);
        } else if (!Checksums.settle(packet, transport)) {
            tally.drop(Drop.CHECKSUM);
        } else if (Ip.ttl(packet) <= 1) {
            tally.drop(Drop.TTL);
            tellRemote(packet, flow, Icmp.TIME_EXCEEDED, 0, 0);
        } else if (packet.length > inside.mtu() && transport != Transport.TCP && Ip.mayNotBeCut(packet)) {
            tally.drop(Drop.TOO_BIG);
            tellRemote(packet, flow, Icmp.UNREACHABLE, Icmp.FRAGMENTATION_NEEDED, inside.mtu());
        } else {
            flows.note(flow, false, packet);
            inside.clamp(packet, flow);
            Rewrite.destination(packet, transport, flow.client(), flow.clientPort());
            Rewrite.ttl(packet);
            give(packet, transport);
        }
    }

    /** Echo replies without a flow are answers to the system's own, and it has got them. */
    private void unsolicited(Transport transport) {
        if (transport != Transport.ICMP) {
            tally.drop(Drop.UNSOLICITED);
        }
    }

    private void tellRemote(byte[] packet, Flow flow, int type, int code, int mtu) {
        errors.tell(packet, flow.lease().address(), type, code, mtu, outside::send);
    }

    private void give(byte[] packet, Transport transport) {
        if (packet.length <= inside.mtu()) {
            back(packet);
        } else if (transport != Transport.TCP) {
            Fragments.cut(packet, inside.mtu()).forEach(this::back);
        } else if (SuperPacket.check(packet) == null) {
            SuperPacket.makePartial(packet);
            back(packet);
        } else {
            tally.drop(Drop.TOO_BIG);
        }
    }

    private void back(byte[] packet) {
        tally.in(packet.length);
        inside.back().accept(packet);
    }

    /** What somebody on the way, or the other end, says about a packet of a client's. */
    private void receivedError(byte[] packet) {
        int quoted = Ip.header(packet, 0) + Icmp.HEADER;
        Transport transport = Quoted.transport(packet, quoted);
        Flow flow = transport == null ? null : flows.findOutside(transport, Quoted.source(packet, quoted), Quoted.port(packet, quoted, transport.sourcePort()),
                Quoted.destination(packet, quoted), transport == Transport.ICMP ? 0 : Quoted.port(packet, quoted, transport.destinationPort()));
        if (flow == null || Ip.ttl(packet) <= 1) {
            return; // most are about packets of the system's own, and it has got them
        }
        if (!Checksums.settle(packet, Transport.ICMP)) {
            tally.drop(Drop.CHECKSUM);
            return;
        }
        Rewrite.innerSource(packet, quoted, transport, flow.client(), flow.clientPort());
        Rewrite.address(packet, 0, Ip.DESTINATION, flow.client());
        Rewrite.ttl(packet);
        Checksums.finishIcmp(packet);
        back(packet);
    }
}
