package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import java.time.Duration;
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
    private final Runnable onLeave;

    /** Published by {@link #breakDown}; null while the adapter is sound. */
    private volatile String problem;

    /**
     * @param fromKernel what is received from
     * @param toKernel   what is sent to
     * @param onEnd      told when the session has ended
     * @param onLeave    told when it was left, with all that is in the queues
     */
    MemorySession(BlockingQueue<byte[]> fromKernel, BlockingQueue<byte[]> toKernel, Runnable onEnd, Runnable onLeave) {
        this.fromKernel = fromKernel;
        this.toKernel = toKernel;
        this.onEnd = onEnd;
        this.onLeave = onLeave;
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
    public void leave() {
        onLeave.run();
    }

    @Override
    public void end() {
        fromKernel.clear();
        onEnd.run();
    }
}
