package com.softellect.vpn.datapath;

import com.softellect.vpn.api.adapter.Cancellation;
import com.softellect.vpn.api.adapter.ReadWaitHandle;
import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterException;
import com.softellect.vpn.api.adapter.Wakeup;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the packets of a TUN adapter:
 *
 * <ol>
 *   <li>asks the adapter for its read wait handle, once; without one it warns once and ends;
 *   <li>waits for any of {read wait handle, cancellation}, without a timeout and without polling;
 *   <li>cancelled: ends; else receives until the adapter is empty, looking at the cancellation as it goes, and waits again.
 * </ol>
 *
 * <p>Threads: runs on one thread of its own; {@link #stop} may be called by any other.
 */
public final class ReceiveLoop {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiveLoop.class);

    private final TunAdapter adapter;
    private final PacketSink sink;
    private final Cancellation cancellation = new Cancellation();
    private final Thread thread;

    /** @param threadName {@code vpn-LAYER-WHAT} */
    public ReceiveLoop(String threadName, TunAdapter adapter, PacketSink sink) {
        this.adapter = adapter;
        this.sink = sink;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Cancels the loop and waits until its thread has ended. The adapter may be closed after that. */
    public void stop() {
        cancellation.cancel();
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // the loop ends in any case, and the adapter must not be closed before it has
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        String name = adapter.settings().name();
        Optional<ReadWaitHandle> handle = adapter.readWaitHandle();
        if (handle.isEmpty()) {
            LOG.warn("{}: adapter {} has no read wait handle; no packets are received from it", thread.getName(), name);
            sink.ended("adapter " + name + " has no running session");
            return;
        }
        LOG.info("{}: receiving from adapter {}", thread.getName(), name);
        String problem = null;
        try {
            while (handle.get().waitAny(cancellation) == Wakeup.READABLE) {
                drain();
            }
        } catch (TunAdapterException | RuntimeException e) {
            problem = "receiving from adapter " + name + " failed: " + e.getMessage();
            LOG.error("{}: {}", thread.getName(), problem, e);
        }
        LOG.info("{}: ended", thread.getName());
        sink.ended(problem);
    }

    private void drain() throws TunAdapterException {
        byte[] packet;
        while (!cancellation.isCancelled() && (packet = adapter.receive()) != null) {
            sink.received(packet);
        }
    }
}
