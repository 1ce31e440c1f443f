package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.api.surroundings.PushedSettings;
import com.softellect.vpn.contract.AuthenticateResponse;
import com.softellect.vpn.contract.Option;

/**
 * A session as the gateway granted it, cut down to what this client wants. Immutable.
 *
 * @param sessionId       a secret
 * @param adapter         what the TUN adapter is to be opened with
 * @param maxBatchPackets the most packets of one sendPackets, at least 1
 * @param maxBatchBytes   the most packet bytes of one sendPackets, at least the MTU
 * @param polls           the most receivePackets calls in flight, at least 1
 * @param sends           the most sendPackets calls in flight, at least 1
 * @param superPackets    whether gateway and client agreed on super-packets
 * @param pushed          what the gateway says of the networks behind it
 */
record Terms(String sessionId, TunAdapterSettings adapter, int maxBatchPackets, int maxBatchBytes, int polls, int sends,
        boolean superPackets, PushedSettings pushed) {

    /**
     * The most packet bytes of one sendPackets, whatever the gateway allows: a few super-packets. Of longer ones fewer would do, but whatever
     * has come meanwhile waits for a whole one.
     */
    static final int MAX_BATCH_BYTES = 256 << 10;

    /** @throws IllegalArgumentException if the answer can't be right; the message says why */
    static Terms of(AuthenticateResponse answer, ConnectionSettings wanted) {
        if (answer.getSessionId() == null || answer.getSessionId().isEmpty()) {
            throw new IllegalArgumentException("it has no session id");
        }
        int address = Ipv4Network.parseAddress(answer.getAddress());
        Ipv4Network network = new Ipv4Network(address, answer.getPrefixLength());
        TunAdapterSettings adapter = new TunAdapterSettings(wanted.adapterName(), network, answer.getMtu(), wanted.offload());
        return new Terms(answer.getSessionId(), adapter,
                atLeast(1, "maxBatchPackets", answer.getMaxBatchPackets()),
                Math.min(MAX_BATCH_BYTES, atLeast(answer.getMtu(), "maxBatchBytes", answer.getMaxBatchBytes())),
                Math.min(wanted.maxPolls(), atLeast(1, "maxPolls", answer.getMaxPolls())),
                Math.min(wanted.maxSends(), atLeast(1, "maxSends", answer.getMaxSends())),
                wanted.offload() && Option.SUPER_PACKETS.isIn(answer.getOptions()),
                new PushedSettings(answer.getRoutes().stream().map(Ipv4Network::parse).toList(), answer.getDnsServers(), answer.getDnsDomains()));
    }

    private static int atLeast(int least, String what, int value) {
        if (value < least) {
            throw new IllegalArgumentException("its " + what + " is " + value + ", less than " + least);
        }
        return value;
    }

    /** Whether this client may send super-packets: a message of a gateway that agreed might still have no room for one. */
    boolean sendsSuperPackets() {
        return superPackets && maxBatchBytes >= Ipv4Packet.MAX_LENGTH;
    }

    /** Without the session id: it does not belong into a log. */
    @Override
    public String toString() {
        return "Terms[" + adapter + ", batches of " + maxBatchPackets + " packets or " + maxBatchBytes + " bytes, " + polls
                + " polls, " + sends + " sends" + (superPackets ? ", super-packets]" : "]");
    }
}
