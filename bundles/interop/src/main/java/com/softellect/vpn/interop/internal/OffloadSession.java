package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.datapath.offload.SuperPacket;

/**
 * The packets of a Linux TUN device with offload, which it owns: a {@link VnetHeader} comes and goes before each of them. No
 * allocation but the packet that is handed out; one that must be cut is copied once more.
 *
 * <p>Threads: as {@link PacketSession} says.
 */
final class OffloadSession implements PacketSession {

    private static final int BUFFER = VnetHeader.BYTES + OpenTunAdapter.MAX_PACKET;

    private final TunDevice device;
    private final int mtu;

    /** Used by the receiving thread only, as is the receiver. */
    private final NativeBuffer received = new NativeBuffer(BUFFER);
    private final OffloadReceiver receiver;
    private final BufferPool sendBuffers = new BufferPool(BUFFER);

    /**
     * @param device belongs to this session from now on
     * @param mtu    of the interface, in bytes
     */
    OffloadSession(TunDevice device, int mtu) {
        this.device = device;
        this.mtu = mtu;
        this.receiver = new OffloadReceiver(received, mtu);
    }

    /** Whether the next packet is here already, and not in the device. For the receiving thread. */
    boolean hasNext() {
        return receiver.hasNext();
    }

    @Override
    public byte[] receive() throws TunAdapterException {
        if (receiver.hasNext()) {
            return receiver.next();
        }
        int length = device.read(received, BUFFER);
        return length > VnetHeader.BYTES ? receiver.first(length - VnetHeader.BYTES) : null;
    }

    @Override
    public boolean send(byte[] packet) throws TunAdapterException {
        NativeBuffer buffer = sendBuffers.take();
        try {
            put(buffer, packet);
            return device.write(buffer, VnetHeader.BYTES + packet.length);
        } finally {
            sendBuffers.giveBack(buffer);
        }
    }

    private void put(NativeBuffer buffer, byte[] packet) {
        buffer.put(VnetHeader.BYTES, packet);
        if (packet.length > mtu) {
            VnetHeader.putTcp4(buffer, packet, mtu);
            buffer.putWord(VnetHeader.BYTES + SuperPacket.tcpHeader(packet) + SuperPacket.CHECKSUM, SuperPacket.pseudoHeaderSum(packet));
        } else {
            VnetHeader.putPlain(buffer);
        }
    }

    @Override
    public void end() {
        device.close();
        received.close();
        sendBuffers.close();
    }
}
