package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.datapath.offload.Checksum;
import com.softellect.vpn.datapath.offload.Segmentation;
import com.softellect.vpn.datapath.offload.SuperPacket;
import com.softellect.vpn.translator.internal.Tally.Drop;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The door of packets from clients to other networks:
 *
 * <ol>
 *   <li>what is in fragments waits until it is whole;
 *   <li>find the flow; a first packet opens one, unless its destination is the gateway itself, one that nothing is carried to, or there is no room;
 *   <li>put the external address and port in the place of the client's, and take 1 off the time to live;
 *   <li>cut a super-packet, and send.
 * </ol>
 *
 * <p>Who sent what can't be carried is told so by ICMP. ICMP of the client's own about a packet that came to it goes the way back of that packet's flow.
 *
 * <p>Threads: any.
 */
final class FromClient {

    private final Inside inside;
    private final Flows flows;
    private final Outside outside;
    private final Fragments fragments;
    private final Errors errors;
    private final Tally tally;

    /** For packets that may be cut on their way: those of all clients leave with the same address, so their ids must differ (RFC 6864). */
    private final AtomicInteger ids;

    FromClient(Inside inside, Flows flows, Outside outside, Fragments fragments, Errors errors, Tally tally, AtomicInteger ids) {
        this.inside = inside;
        this.flows = flows;
        this.outside = outside;
        this.fragments = fragments;
        this.errors = errors;
        this.tally = tally;
        this.ids = ids;
    }

    /** @return false if the packet is for the gateway itself: it is as it was */
    boolean send(byte[] packet) {
        int destination = Ipv4Packet.destination(packet);
        if (isNeverCarried(destination)) {
            refuse(packet, Drop.NEVER_CARRIED, Icmp.PROHIBITED);
            return true;
        }
        if (Ip.isFragment(packet)) {
            return !flows.isGateway(destination) && collect(packet);
        }
        return sendWhole(packet);
    }

    /** This host, this network, loopback, link-local, reserved (RFC 6890). Multicast and broadcast do not get here. */
    private static boolean isNeverCarried(int address) {
        int first = address >>> 24;
        return first == 0 || first == 127 || address >>> 16 == (169 << 8 | 254) || first >= 224;
    }

    private boolean collect(byte[] fragment) {
        try {
            byte[] whole = fragments.add(fragment, flows.now());
            if (whole != null) {
                sendWhole(whole);
            }
        } catch (Fragments.NoRoomException e) {
            tally.drop(Drop.FRAGMENT);
        }
        return true;
    }

    private boolean sendWhole(byte[] packet) {
        int start = Ip.header(packet, 0);
        Transport transport = Transport.of(packet, 0);
        if (transport == null || packet.length < start + transport.header()) {
            return refuseUnreadable(packet, transport);
        }
        if (transport != Transport.ICMP) {
            return send(packet, transport, Checksum.word(packet, start + transport.sourcePort()), Checksum.word(packet, start + transport.destinationPort()));
        }
        int type = Icmp.type(packet);
        if (type == Icmp.ECHO) {
            return send(packet, transport, Checksum.word(packet, start + Icmp.ID), 0);
        }
        return !flows.isGateway(Ipv4Packet.destination(packet)) && sendError(packet, type);
    }

    private boolean refuseUnreadable(byte[] packet, Transport transport) {
        if (flows.isGateway(Ipv4Packet.destination(packet))) {
            return false;
        }
        if (transport == null) {
            refuse(packet, Drop.PROTOCOL, Icmp.NO_PROTOCOL);
        } else {
            tally.drop(Drop.MALFORMED);
        }
        return true;
    }

    private boolean send(byte[] packet, Transport transport, int clientPort, int remotePort) {
        Flow flow = flows.find(transport, Ipv4Packet.source(packet), clientPort, Ipv4Packet.destination(packet), remotePort);
        if (flow == null) {
            if (transport == Transport.TCP && !isFirst(packet)) {
                return sendStray(packet);
            }
            Opening opening = flows.open(transport, Ipv4Packet.source(packet), clientPort, Ipv4Packet.destination(packet), remotePort);
            if (opening.refused() != null) {
                return refuse(packet, opening.refused());
            }
            flow = opening.flow();
        }
        send(packet, flow);
        return true;
    }

    private static boolean isFirst(byte[] segment) {
        return (TcpHeader.flags(segment, Ip.header(segment, 0)) & (TcpHeader.SYN | TcpHeader.RST | TcpHeader.ACK)) == TcpHeader.SYN;
    }

    /** Of a connection that was silent for too long, or is older than the translator: its other end would not know the new address either. */
    private boolean sendStray(byte[] segment) {
        if (flows.isGateway(Ipv4Packet.destination(segment))) {
            return false;
        }
        tally.drop(Drop.NO_FLOW);
        errors.reset(segment, inside.back());
        return true;
    }

    /** @return false if the packet is for the gateway itself */
    private boolean refuse(byte[] packet, Opening.Refusal why) {
        switch (why) {
            case GATEWAY -> {
                return false;
            }
            case HAIRPIN -> refuse(packet, Drop.HAIRPIN, Icmp.PROHIBITED);
            case NO_ROUTE -> refuse(packet, Drop.NO_ROUTE, Icmp.NO_NETWORK);
            case CLIENT_LIMIT -> refuse(packet, Drop.CLIENT_LIMIT, Icmp.PROHIBITED);
            case FLOW_LIMIT -> refuse(packet, Drop.FLOW_LIMIT, Icmp.PROHIBITED);
            case PORTS -> refuse(packet, Drop.PORTS, Icmp.PROHIBITED);
        }
        return true;
    }

    private void refuse(byte[] packet, Drop why, int code) {
        tally.drop(why);
        tell(packet, Icmp.UNREACHABLE, code, 0);
    }

    private void tell(byte[] packet, int type, int code, int mtu) {
        errors.tell(packet, inside.network().address(), type, code, mtu, inside.back());
    }

    private void send(byte[] packet, Flow flow) {
        if (Ip.ttl(packet) <= 1) {
            tally.drop(Drop.TTL);
            tell(packet, Icmp.TIME_EXCEEDED, 0, 0);
            return;
        }
        boolean toCut = packet.length > inside.mtu() && flow.transport() == Transport.TCP;
        if (toCut && SuperPacket.check(packet) != null) {
            tally.drop(Drop.MALFORMED); // it came in fragments, so nobody has looked at it yet
            return;
        }
        flows.note(flow, true, packet);
        inside.clamp(packet, flow);
        translate(packet, flow);
        if (toCut) {
            int most = Math.max(SuperPacket.MAX_HEADERS + 1, Math.min(inside.mtu(), flow.mtu())); // a narrower way has them cut once more
            Segmentation.toMtu(packet, most).forEachRemaining(part -> sendOut(part, flow));
        } else {
            sendOut(packet, flow);
        }
    }

    private void translate(byte[] packet, Flow flow) {
        Rewrite.source(packet, flow.transport(), flow.lease().address(), flow.lease().port());
        Rewrite.ttl(packet);
        if (!Ip.mayNotBeCut(packet)) {
            Rewrite.id(packet, Math.floorMod(ids.incrementAndGet(), 0xffff) + 1); // of 0 the system makes one up, for each fragment another
        }
    }

    private void sendOut(byte[] packet, Flow flow) {
        switch (outside.send(packet)) {
            case SENT -> tally.out(packet.length);
            case TOO_BIG -> sendTooBig(packet, flow);
            case UNREACHABLE -> refuse(asSent(packet, flow), Drop.NO_ROUTE, Icmp.NO_NETWORK);
            case REFUSED -> tally.drop(Drop.SYSTEM_REFUSED);
            case FULL -> tally.drop(Drop.SYSTEM_FULL);
        }
    }

    private void sendTooBig(byte[] packet, Flow flow) {
        Outside.Route route = outside.route(flow.remote());
        if (route == null || route.mtu() >= packet.length) {
            tally.drop(Drop.TOO_BIG);
        } else if (Ip.mayNotBeCut(packet)) {
            tally.drop(Drop.TOO_BIG);
            tell(asSent(packet, flow), Icmp.UNREACHABLE, Icmp.FRAGMENTATION_NEEDED, route.mtu());
        } else {
            for (byte[] fragment : Fragments.cut(packet, route.mtu())) {
                if (outside.send(fragment) == Outside.Sent.SENT) {
                    tally.out(fragment.length);
                } else {
                    tally.drop(Drop.TOO_BIG);
                }
            }
        }
    }

    /** The packet with the client's address and port again, for the client to recognize. */
    private static byte[] asSent(byte[] packet, Flow flow) {
        Rewrite.source(packet, flow.transport(), flow.client(), flow.clientPort());
        return packet;
    }

    /** What the client says about a packet that it got. */
    private boolean sendError(byte[] packet, int type) {
        int quoted = Ip.header(packet, 0) + Icmp.HEADER;
        Transport transport = Icmp.isError(type) ? Quoted.transport(packet, quoted) : null;
        if (transport == null) {
            tally.drop(Drop.PROTOCOL);
            return true;
        }
        Flow flow = flows.find(transport, Quoted.destination(packet, quoted), Quoted.port(packet, quoted, transport.destinationPort()),
                Quoted.source(packet, quoted), transport == Transport.ICMP ? 0 : Quoted.port(packet, quoted, transport.sourcePort()));
        if (flow == null || flow.client() != Ipv4Packet.source(packet) || Ip.ttl(packet) <= 1) {
            tally.drop(Drop.NO_FLOW);
            return true;
        }
        Rewrite.innerDestination(packet, quoted, transport, flow.lease().address(), flow.lease().port());
        Rewrite.address(packet, 0, Ip.SOURCE, flow.lease().address());
        Rewrite.ttl(packet);
        Checksums.finishIcmp(packet);
        sendOut(packet, flow);
        return true;
    }
}
