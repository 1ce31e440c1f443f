package com.softellect.vpn.fuzz;

import com.softellect.vpn.api.adapter.Cancellation;
import com.softellect.vpn.api.adapter.ReadWaitHandle;
import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.adapter.Wakeup;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A TUN adapter in memory whose reader goes step by step with the test: {@link #fromKernel} returns when all is received and the reader waits
 * again.
 *
 * <p>Threads: the reader's and the test's. What is sent comes on the test's own.
 */
final class SteppedAdapter implements TunAdapterProvider, TunAdapter, ReadWaitHandle {

    private final Queue<byte[]> incoming = new ConcurrentLinkedQueue<>();
    private final Semaphore readable = new Semaphore(0);
    private final Semaphore waiting = new Semaphore(0);

    /** What was sent and not yet looked at. */
    final Queue<byte[]> sent = new ArrayDeque<>();
    private TunAdapterSettings settings;
    private Room room = Room.ENOUGH;

    /** What becomes of a packet that is sent. */
    enum Room { ENOUGH, NONE, GONE }

    void setRoom(Room changed) {
        room = changed;
    }

    boolean hasRoom() {
        return room == Room.ENOUGH;
    }

    /** @throws AssertionError if the reader does not come back to wait for more */
    void fromKernel(List<byte[]> packets) throws InterruptedException {
        incoming.addAll(packets);
        readable.release();
        awaitReader();
    }

    void awaitReader() throws InterruptedException {
        if (!waiting.tryAcquire(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the receive loop does not go on");
        }
    }

    @Override
    public Wakeup waitAny(Cancellation cancellation) {
        Cancellation.Registration registration = cancellation.onCancel(readable::release);
        waiting.release();
        readable.acquireUninterruptibly();
        registration.close();
        return cancellation.isCancelled() ? Wakeup.CANCELLED : Wakeup.READABLE;
    }

    @Override
    public byte[] receive() {
        return incoming.poll();
    }

    @Override
    public boolean send(byte[] packet) throws TunAdapterException {
        if (room == Room.GONE) {
            throw new TunAdapterException("it went away");
        }
        return room == Room.ENOUGH && sent.add(packet.clone());
    }

    @Override
    public TunAdapterSettings settings() {
        return settings;
    }

    @Override
    public Optional<ReadWaitHandle> readWaitHandle() {
        return Optional.of(this);
    }

    @Override
    public String type() {
        return "stepped";
    }

    @Override
    public boolean supported() {
        return true;
    }

    @Override
    public TunAdapter open(TunAdapterSettings wanted) {
        settings = wanted;
        return this;
    }

    @Override
    public void close() {
        // nothing is held
    }
}
