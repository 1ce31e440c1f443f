package com.softellect.vpn.interop.internal;

import com.softellect.vpn.datapath.offload.Checksum;
import com.softellect.vpn.datapath.offload.Segmentation;
import com.softellect.vpn.datapath.offload.SuperPacket;
import com.softellect.vpn.datapath.system.NativeBuffer;

/**
 * Makes of what a device with offload handed over the packets that {@link com.softellect.vpn.api.adapter.TunAdapter} promises:
 *
 * <ul>
 *   <li>up to the MTU: the checksum that the kernel left partial is completed;
 *   <li>longer, and to be cut into packets of the MTU: a super-packet, handed out as it is;
 *   <li>to be cut into shorter packets: cut here. The other end, or a link on the way, takes less than our MTU, and whoever cuts a
 *       super-packet later can't know that: it would send packets of the MTU, which are lost on that link each time anew.
 * </ul>
 *
 * <p>Threads: the receiving one.
 */
final class OffloadReceiver {

    private final NativeBuffer buffer;
    private final int mtu;

    /** What is being cut; null if nothing is. */
    private Segmentation cutting;

    /** @param buffer where a header and a packet are read into */
    OffloadReceiver(NativeBuffer buffer, int mtu) {
        this.buffer = buffer;
        this.mtu = mtu;
    }

    /** Whether there is another packet of what was read before: it comes before anything else is read. */
    boolean hasNext() {
        return cutting != null;
    }

    byte[] next() {
        byte[] packet = cutting.next();
        if (!cutting.hasNext()) {
            cutting = null;
        }
        return packet;
    }

    /**
     * The first packet of what is in the buffer now.
     *
     * @param length bytes of what was read, without the header
     */
    byte[] first(int length) {
        byte[] packet = buffer.copy(VnetHeader.BYTES, length);
        if (isShorterThanMtu(packet)) {
            cutting = Segmentation.toPayload(packet, VnetHeader.segmentPayload(buffer));
            return next();
        }
        return packet.length > mtu ? superPacket(packet) : completed(packet);
    }

    /** Whether this is to be cut, and into packets shorter than the MTU. */
    private boolean isShorterThanMtu(byte[] packet) {
        if (!VnetHeader.isTcp4(buffer) || SuperPacket.check(packet) != null) {
            return false;
        }
        int headers = SuperPacket.headers(packet);
        int payload = VnetHeader.segmentPayload(buffer);
        return payload > 0 && headers + payload < Math.min(mtu, packet.length);
    }

    private byte[] completed(byte[] packet) {
        if (VnetHeader.needsChecksum(buffer)) {
            Checksum.complete(packet, VnetHeader.checksumStart(buffer), VnetHeader.checksumOffset(buffer));
        }
        return packet;
    }

    /** Also one that is not to be cut and has its checksum, because somebody raised the interface's MTU behind our back. */
    private static byte[] superPacket(byte[] packet) {
        if (SuperPacket.check(packet) == null) {
            SuperPacket.makePartial(packet);
        }
        return packet; // else whoever gets it drops it, and counts why
    }
}
