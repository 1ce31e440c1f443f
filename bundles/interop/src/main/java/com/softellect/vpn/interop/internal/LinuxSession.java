package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;

/**
 * Reads and writes packets of a Linux TUN descriptor, which it owns. One system call a packet; no allocation but the packet
 * that is handed out.
 *
 * <p>Threads: as {@link PacketSession} says. The kernel takes writes of several threads at once.
 */
final class LinuxSession implements PacketSession {

    private final Descriptor device;
    private final int descriptor;
    private final String name;

    /** Used by the receiving thread only. */
    private final NativeBuffer received = new NativeBuffer(OpenTunAdapter.MAX_PACKET);
    private final BufferPool sendBuffers = new BufferPool(OpenTunAdapter.MAX_PACKET);

    /**
     * @param device an open TUN descriptor, non-blocking and without packet information; belongs to this session from now on
     * @param name   the interface's name, for messages
     */
    LinuxSession(Descriptor device, String name) {
        this.device = device;
        this.descriptor = device.number();
        this.name = name;
    }

    @Override
    public byte[] receive() throws TunAdapterException {
        long length = LibC.read(descriptor, received.address(), OpenTunAdapter.MAX_PACKET);
        return length > 0 ? received.copy((int) length) : nothingReceived(length);
    }

    /** No packet, and no failure either, where the device is empty or a signal came: the wait that follows finds out. */
    private byte[] nothingReceived(long length) throws TunAdapterException {
        int errno = LibC.errno();
        if (length == 0 || errno == LibC.EAGAIN || errno == LibC.EINTR) {
            return null;
        }
        throw LinuxErrors.receiving(name, errno);
    }

    @Override
    public boolean send(byte[] packet) throws TunAdapterException {
        NativeBuffer buffer = sendBuffers.take();
        try {
            buffer.put(packet);
            return LibC.write(descriptor, buffer.address(), packet.length) >= 0 || notSent(packet.length);
        } finally {
            sendBuffers.giveBack(buffer);
        }
    }

    private boolean notSent(int length) throws TunAdapterException {
        int errno = LibC.errno();
        if (errno == LibC.EAGAIN || errno == LibC.ENOBUFS || errno == LibC.ENOMEM) {
            return false;
        }
        throw LinuxErrors.sending(name, length, errno);
    }

    /** The kernel removes the interface, its address and its routes with the descriptor. */
    @Override
    public void end() {
        device.close();
        received.close();
        sendBuffers.close();
    }
}
