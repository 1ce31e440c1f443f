package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.ReadWaitHandle;
import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * The in-memory twin of a TUN adapter: the same handle, waits, limits and close order, and the kernel's side of it as methods
 * for tests. It sees nothing of the machine's network and needs no permission.
 *
 * <p>Threads: as {@link TunAdapter} says; the kernel's side may be used by any number of threads.
 */
public final class MemoryTunAdapter implements TunAdapter {

    /** Packets that each direction holds unless told otherwise. */
    public static final int DEFAULT_CAPACITY = 4096;

    private final MemorySession session;
    private final MemoryWait wait;
    private final OpenTunAdapter adapter;

    public MemoryTunAdapter(TunAdapterSettings settings) {
        this(settings, DEFAULT_CAPACITY);
    }

    /** @param capacity packets that each direction holds, 1 or more */
    public MemoryTunAdapter(TunAdapterSettings settings, int capacity) {
        this(settings, new ArrayBlockingQueue<>(capacity), new ArrayBlockingQueue<>(capacity), closed -> { }, MemoryTunAdapter::close);
    }

    /**
     * @param fromKernel what is injected and not received yet
     * @param toKernel   what was sent and not taken yet
     * @param onClose    told once, when the session has ended
     * @param onLeave    told once, when it was left
     */
    MemoryTunAdapter(TunAdapterSettings settings, BlockingQueue<byte[]> fromKernel, BlockingQueue<byte[]> toKernel,
            Consumer<MemoryTunAdapter> onClose, Consumer<MemoryTunAdapter> onLeave) {
        session = new MemorySession(fromKernel, toKernel, () -> onClose.accept(this), () -> onLeave.accept(this));
        wait = new MemoryWait(session::isReadable);
        adapter = new OpenTunAdapter(settings, session, wait);
    }

    /**
     * The kernel's side: puts in a packet as if an application had sent it; with offload, what is longer than the MTU must be a
     * super-packet. The caller keeps the array.
     *
     * @return false if the adapter holds as many as it can, or is closed: the packet is lost
     */
    public boolean inject(byte[] packet) {
        if (adapter.readWaitHandle().isEmpty() || !session.inject(packet)) {
            return false;
        }
        wait.readable();
        return true;
    }

    /**
     * The kernel's side: takes the oldest packet that was sent, waiting for one up to the timeout. What was sent before the
     * adapter was closed can be taken after that.
     *
     * @return the packet, or null if there was none in time
     */
    public byte[] takeSent(Duration timeout) throws InterruptedException {
        return session.takeSent(timeout);
    }

    /**
     * The kernel's side: the adapter goes away. Once its packets are received, {@link #receive} throws; {@link #send} throws
     * at once. A waiting reader wakes.
     *
     * @param reason the message of the exception
     */
    public void breakDown(String reason) {
        session.breakDown(reason);
        wait.readable();
    }

    @Override
    public TunAdapterSettings settings() {
        return adapter.settings();
    }

    @Override
    public Optional<ReadWaitHandle> readWaitHandle() {
        return adapter.readWaitHandle();
    }

    @Override
    public byte[] receive() throws TunAdapterException {
        return adapter.receive();
    }

    @Override
    public boolean send(byte[] packet) throws TunAdapterException {
        return adapter.send(packet);
    }

    @Override
    public void close() {
        adapter.close();
    }

    @Override
    public void leave() {
        adapter.leave();
    }
}
