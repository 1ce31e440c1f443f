package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.ReadWaitHandle;
import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.datapath.offload.SuperPacket;
import java.util.Optional;

/**
 * An open adapter of any kind: checks what is sent, and closes in the one safe order:
 *
 * <ol>
 *   <li>nobody enters any more;
 *   <li>the read wait handle is disposed of, which wakes the waiting reader and waits until it has left;
 *   <li>the threads that still receive or send have left;
 *   <li>the session ends, or is left for another bundle. A descriptor or handle number is free for reuse from here on, and nobody is left to use it.
 * </ol>
 *
 * <p>Threads: as {@link TunAdapter} says. No lock on the way of a packet.
 */
final class OpenTunAdapter implements TunAdapter {

    /** The largest IP packet in bytes: the total length field has 16 bits. */
    static final int MAX_PACKET = 65_535;

    private final TunAdapterSettings settings;
    private final PacketSession session;
    private final ReadWaitHandle handle;
    private final Optional<ReadWaitHandle> offered;
    private final Gate gate = new Gate();

    OpenTunAdapter(TunAdapterSettings settings, PacketSession session, WaitSource source) {
        this.settings = settings;
        this.session = session;
        this.handle = new GuardedReadWaitHandle(source);
        this.offered = Optional.of(handle);
    }

    @Override
    public TunAdapterSettings settings() {
        return settings;
    }

    @Override
    public Optional<ReadWaitHandle> readWaitHandle() {
        return gate.isClosing() ? Optional.empty() : offered;
    }

    @Override
    public byte[] receive() throws TunAdapterException {
        if (!gate.enter()) {
            return null;
        }
        try {
            return session.receive();
        } finally {
            gate.exit();
        }
    }

    @Override
    public boolean send(byte[] packet) throws TunAdapterException {
        checkSize(packet);
        checkMtu(packet);
        if (!gate.enter()) {
            return false;
        }
        try {
            return session.send(packet);
        } finally {
            gate.exit();
        }
    }

    private static void checkSize(byte[] packet) {
        if (packet.length == 0 || packet.length > MAX_PACKET) {
            throw new IllegalArgumentException("a packet of " + packet.length + " bytes is outside 1 to " + MAX_PACKET);
        }
    }

    /** A system without offload takes what is longer than the MTU as it is. */
    private void checkMtu(byte[] packet) throws TunAdapterException {
        if (settings.offload() && packet.length > settings.mtu() && SuperPacket.check(packet) != null) {
            throw new TunAdapterException("the adapter " + settings.name() + " refused a packet of " + packet.length
                    + " bytes, more than its MTU of " + settings.mtu() + ": only TCP over IPv4 that is not fragmented can be cut");
        }
    }

    /** Returns when the adapter is gone, also to a second caller that came while the first was at it. */
    @Override
    public synchronized void close() {
        if (lock()) {
            session.end();
        }
    }

    @Override
    public synchronized void leave() {
        if (lock()) {
            session.leave();
        }
    }

    private boolean lock() {
        if (!gate.beginClose()) {
            return false;
        }
        handle.close();
        gate.awaitEmpty();
        return true;
    }
}
