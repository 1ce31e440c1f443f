package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.packet.Ipv4Packet;

/** The destinations that this gateway carries nothing to, whoever sends it. */
final class Destinations {

    private static final int LIMITED_BROADCAST = 0xFFFFFFFF;

    private Destinations() {
    }

    /** @return null if packets to that address are carried, else why not */
    static DropReason refuse(Ipv4Network network, int destination) {
        if (Ipv4Packet.isMulticast(destination)) {
            return DropReason.MULTICAST;
        }
        return destination == LIMITED_BROADCAST || destination == network.broadcast() ? DropReason.BROADCAST : null;
    }
}
