package com.softellect.vpn.datapath.offload;

import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.packet.Ipv4Packet;
import java.util.function.Consumer;

/**
 * The MTU of the tunnel, and what it says of a packet at every door alike. Immutable.
 *
 * @param bytes of the longest packet that is no super-packet, more than {@link SuperPacket#MAX_HEADERS}
 */
public record Mtu(int bytes) {

    /**
     * Checks a packet as it comes to a door.
     *
     * @param superPackets whether they may come through this door
     * @return null if it is well-formed and may pass, else why it must be dropped
     */
    public DropReason check(byte[] packet, boolean superPackets) {
        if (packet.length <= bytes) {
            return Ipv4Packet.check(packet);
        }
        DropReason wrong = SuperPacket.check(packet);
        return wrong == null && !superPackets ? DropReason.OVER_MTU : wrong;
    }

    /**
     * Gives a packet that passed the check to a receiver: as it is, or in packets up to the MTU.
     *
     * @param superPackets whether the receiver takes them
     */
    public void give(byte[] packet, boolean superPackets, Consumer<byte[]> receiver) {
        if (superPackets || packet.length <= bytes) {
            receiver.accept(packet);
        } else {
            Segmentation.toMtu(packet, bytes).forEachRemaining(receiver);
        }
    }
}
