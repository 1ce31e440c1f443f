package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The two bounded queues of an in-memory adapter. Packets are copied on their way in and out, because a real adapter never
 * shares an array with its caller.
 *
 * <p>Threads: any number on each side.
 */
final class MemorySession implements PacketSession {

    private final BlockingQueue<byte[]> fromKernel;
    private final BlockingQueue<byte[]> toKernel;
    private final Runnable onEnd;

    /** Published by {@link #breakDown}; null while the adapter is sound. */
    private volatile String problem;

    /** @param capacity packets that each direction holds, 1 or more */
    MemorySession(int capacity, Runnable onEnd) {
        this.fromKernel = new ArrayBlockingQueue<>(capacity);
        this.toKernel = new ArrayBlockingQueue<>(capacity);
        this.onEnd = onEnd;
    }

    boolean inject(byte[] packet) {
        return fromKernel.offer(packet.clone());
    }

    byte[] takeSent(Duration timeout) throws InterruptedException {
        return toKernel.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    void breakDown(String reason) {
        problem = reason;
    }

    boolean isReadable() {
        return problem != null || !fromKernel.isEmpty();
    }

    @Override
    public byte[] receive() throws TunAdapterException {
        byte[] packet = fromKernel.poll();
        if (packet == null) {
            checkSound();
        }
        return packet;
    }

    @Override
    public boolean send(byte[] packet) throws TunAdapterException {
        checkSound();
        return toKernel.offer(packet.clone());
    }

    private void checkSound() throws TunAdapterException {
        String now = problem;
        if (now != null) {
            throw new TunAdapterException(now);
        }
    }

    @Override
    public void end() {
        fromKernel.clear();
        onEnd.run();
    }
}
