package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.TunAdapterProvider;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.handover.Handover;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Opens in-memory adapters and keeps the open ones by name, so that a test finds the other end of what it tests. A name and an
 * address can be in use once, as on a machine.
 *
 * <p>Threads: all methods may be called by any thread.
 */
@Component
public final class MemoryTunAdapterProvider implements TunAdapterProvider {

    private static final String TYPE = "memory";

    private final int capacity;
    private final boolean canOffload;
    private final KeptAdapters kept;

    /** Guarded by this. */
    private final Map<String, MemoryTunAdapter> adapters = new LinkedHashMap<>();

    public MemoryTunAdapterProvider() {
        this(MemoryTunAdapter.DEFAULT_CAPACITY, true);
    }

    /** The only one with one argument: the component runtime complains of others in the log, as an error. */
    @Activate
    public MemoryTunAdapterProvider(@Reference Handover handover) {
        this(MemoryTunAdapter.DEFAULT_CAPACITY, true, handover);
    }

    /**
     * @param capacity   packets that each direction of an adapter holds, 1 or more
     * @param canOffload whether an adapter that is to be opened with offload has it
     */
    public MemoryTunAdapterProvider(int capacity, boolean canOffload) {
        this(capacity, canOffload, Handover.none());
    }

    private MemoryTunAdapterProvider(int capacity, boolean canOffload, Handover handover) {
        this.capacity = capacity;
        this.canOffload = canOffload;
        this.kept = new KeptAdapters(handover, TYPE);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public boolean supported() {
        return true;
    }

    @Override
    public synchronized MemoryTunAdapter open(TunAdapterSettings settings) throws TunAdapterException {
        for (MemoryTunAdapter other : adapters.values()) {
            refuseClash(settings, other.settings());
        }
        Map<?, ?> left = kept.take(settings).orElseGet(() -> Map.of("fromKernel", queue(), "toKernel", queue()));
        BlockingQueue<byte[]> fromKernel = packets(left.get("fromKernel"));
        BlockingQueue<byte[]> toKernel = packets(left.get("toKernel"));
        MemoryTunAdapter adapter = new MemoryTunAdapter(inForce(settings), fromKernel, toKernel, this::remove, leaving -> {
            remove(leaving);
            kept.leave(settings, Map.of("fromKernel", fromKernel, "toKernel", toKernel), null);
        });
        adapters.put(settings.name(), adapter);
        notifyAll();
        return adapter;
    }

    private TunAdapterSettings inForce(TunAdapterSettings wanted) {
        return new TunAdapterSettings(wanted.name(), wanted.network(), wanted.mtu(), wanted.offload() && canOffload);
    }

    private BlockingQueue<byte[]> queue() {
        return new ArrayBlockingQueue<>(capacity);
    }

    @SuppressWarnings("unchecked") // what this class has left
    private static BlockingQueue<byte[]> packets(Object queue) {
        return (BlockingQueue<byte[]>) queue;
    }

    private static void refuseClash(TunAdapterSettings wanted, TunAdapterSettings other) throws TunAdapterException {
        if (wanted.name().equals(other.name())) {
            throw new TunAdapterException("the adapter name " + wanted.name() + " is already in use: choose another one");
        }
        int address = wanted.network().address();
        if (address == other.network().address()) {
            throw new TunAdapterException("the address " + Ipv4Network.format(address) + " already belongs to the adapter "
                    + other.name() + ": choose another one");
        }
    }

    private synchronized void remove(MemoryTunAdapter closed) {
        adapters.remove(closed.settings().name(), closed);
    }

    /** The open adapter of that name. */
    public synchronized Optional<MemoryTunAdapter> adapter(String name) {
        return Optional.ofNullable(adapters.get(name));
    }

    /** The open adapter of that name, waiting for it to be opened up to the timeout. */
    public synchronized Optional<MemoryTunAdapter> awaitAdapter(String name, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        long left = timeout.toNanos();
        while (!adapters.containsKey(name) && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        return adapter(name);
    }
}
