package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.datapath.system.BufferPool;
import com.softellect.vpn.datapath.system.NativeBuffer;
import java.util.function.Consumer;

/**
 * The packets of a Linux TUN device without offload, which it owns. No allocation but the packet that is handed out.
 *
 * <p>Threads: as {@link PacketSession} says.
 */
final class LinuxSession implements PacketSession {

    private final TunDevice device;
    private final Consumer<TunDevice> keeper;

    /** Used by the receiving thread only. */
    private final NativeBuffer received = new NativeBuffer(OpenTunAdapter.MAX_PACKET);
    private final BufferPool sendBuffers = new BufferPool(OpenTunAdapter.MAX_PACKET);

    /**
     * @param device belongs to this session from now on
     * @param keeper gets the device, still open, if this session is left
     */
    LinuxSession(TunDevice device, Consumer<TunDevice> keeper) {
        this.device = device;
        this.keeper = keeper;
    }

    @Override
    public byte[] receive() throws TunAdapterException {
        int length = device.read(received, OpenTunAdapter.MAX_PACKET);
        return length > 0 ? received.copy(length) : null;
    }

    @Override
    public boolean send(byte[] packet) throws TunAdapterException {
        NativeBuffer buffer = sendBuffers.take();
        try {
            buffer.put(packet);
            return device.write(buffer, packet.length);
        } finally {
            sendBuffers.giveBack(buffer);
        }
    }

    @Override
    public void end() {
        device.close();
        free();
    }

    /** The interface stays with its address and routes, and packets wait in its queue. */
    @Override
    public void leave() {
        free();
        keeper.accept(device);
    }

    private void free() {
        received.close();
        sendBuffers.close();
    }
}
