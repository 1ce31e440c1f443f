package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.datapath.offload.SuperPacket;
import com.softellect.vpn.datapath.system.BufferPool;
import com.softellect.vpn.datapath.system.NativeBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;

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
    private final BiConsumer<TunDevice, List<byte[]>> keeper;

    /** Used by the receiving thread only, as is the receiver. */
    private final NativeBuffer received = new NativeBuffer(BUFFER);
    private final OffloadReceiver receiver;
    private final Deque<byte[]> before;
    private final BufferPool sendBuffers = new BufferPool(BUFFER);

    /**
     * @param device belongs to this session from now on
     * @param mtu    of the interface, in bytes
     * @param before packets that a session before this one had read already
     * @param keeper gets the device, still open, and such packets, if this session is left
     */
    OffloadSession(TunDevice device, int mtu, List<byte[]> before, BiConsumer<TunDevice, List<byte[]>> keeper) {
        this.device = device;
        this.mtu = mtu;
        this.before = new ArrayDeque<>(before);
        this.keeper = keeper;
        this.receiver = new OffloadReceiver(received, mtu);
    }

    /** Whether the next packet is here already, and not in the device. For the receiving thread. */
    boolean hasNext() {
        return !before.isEmpty() || receiver.hasNext();
    }

    @Override
    public byte[] receive() throws TunAdapterException {
        if (hasNext()) {
            return before.isEmpty() ? receiver.next() : before.remove();
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
        free();
    }

    /** The interface stays with its address and routes; packets wait in its queue, and pieces of the one that is being cut go along. */
    @Override
    public void leave() {
        List<byte[]> waiting = new ArrayList<>(before);
        while (receiver.hasNext()) {
            waiting.add(receiver.next());
        }
        free();
        keeper.accept(device, waiting);
    }

    private void free() {
        received.close();
        sendBuffers.close();
    }
}
