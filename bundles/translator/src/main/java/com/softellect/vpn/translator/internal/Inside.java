package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.function.Consumer;

/**
 * The tunnel, as the packet router shows it.
 *
 * @param network the gateway's tunnel address, and the network that the clients are in
 * @param mtu     in bytes
 * @param back    takes packets to clients
 */
record Inside(Ipv4Network network, int mtu, Consumer<byte[]> back) {

    private static final int HEADERS = Ip.HEADER + TcpHeader.BYTES;

    /** Lowers the segment size that a SYN announces to what tunnel and way out carry. */
    void clamp(byte[] packet, Flow flow) {
        int tcp = Ip.header(packet, 0);
        if (flow.transport() == Transport.TCP && (TcpHeader.flags(packet, tcp) & TcpHeader.SYN) != 0) {
            TcpHeader.clamp(packet, tcp, Math.min(mtu, flow.mtu()) - HEADERS);
        }
    }
}
