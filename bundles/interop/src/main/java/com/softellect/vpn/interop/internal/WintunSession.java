package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.datapath.system.NativeBuffer;
import com.sun.jna.Pointer;

/**
 * A session on WinTun's rings: releases each packet that it received exactly once, and sends each one that it allocated.
 *
 * <p>Threads: as {@link PacketSession} says; WinTun's own functions are safe for any number of threads.
 */
final class WintunSession implements PacketSession {

    private final WintunLibrary wintun;
    private final long adapter;
    private final long session;
    private final String name;

    /** Used by the receiving thread only, as is the flag below. */
    private final NativeBuffer size = new NativeBuffer(Integer.BYTES);
    private boolean foundEmpty;

    /** @param session running on the adapter; both belong to this object from now on */
    WintunSession(WintunLibrary wintun, long adapter, long session, String name) {
        this.wintun = wintun;
        this.adapter = adapter;
        this.session = session;
        this.name = name;
    }

    @Override
    public byte[] receive() throws TunAdapterException {
        long packet = wintun.receivePacket(session, size.address());
        if (packet == 0) {
            return nothingReceived(wintun.lastError());
        }
        try {
            return copy(packet, size.bytes().getInt(0));
        } finally {
            wintun.releaseReceivePacket(session, packet);
        }
    }

    private byte[] copy(long packet, int length) throws TunAdapterException {
        if (length < 1 || length > OpenTunAdapter.MAX_PACKET) {
            throw WintunErrors.corrupt(name);
        }
        byte[] copy = new byte[length];
        new Pointer(packet).read(0, copy, 0, length);
        return copy;
    }

    private byte[] nothingReceived(int error) throws TunAdapterException {
        if (error == WintunLibrary.ERROR_NO_MORE_ITEMS) {
            foundEmpty = true;
            return null;
        }
        throw WintunErrors.receiving(name, error);
    }

    /** Whether the ring was found empty since this was last asked: only then will WinTun signal the next packet. */
    boolean wasFoundEmpty() {
        boolean was = foundEmpty;
        foundEmpty = false;
        return was;
    }

    @Override
    public boolean send(byte[] packet) throws TunAdapterException {
        long room = wintun.allocateSendPacket(session, packet.length);
        if (room == 0) {
            return notSent(wintun.lastError());
        }
        try {
            new Pointer(room).write(0, packet, 0, packet.length);
        } finally {
            wintun.sendPacket(session, room); // whatever happened: an unsent one would block all that come after it
        }
        return true;
    }

    private boolean notSent(int error) throws TunAdapterException {
        if (error == WintunLibrary.ERROR_BUFFER_OVERFLOW) {
            return false;
        }
        throw WintunErrors.sending(name, error);
    }

    @Override
    public void end() {
        wintun.endSession(session);
        wintun.closeAdapter(adapter);
        size.close();
    }
}
