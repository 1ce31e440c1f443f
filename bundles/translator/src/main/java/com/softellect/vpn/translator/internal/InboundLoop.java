package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.datapath.system.Descriptor;
import com.softellect.vpn.datapath.system.NativeBuffer;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives from the raw sockets: waits for any of {sockets, cancellation}, without a timeout and without polling; cancelled: ends; else receives until all
 * are empty, looking at the cancellation as it goes, and waits again.
 *
 * <p>Threads: runs on one thread of its own; {@link #stop} may be called by any other, once.
 */
final class InboundLoop {

    private static final Logger LOG = LoggerFactory.getLogger(InboundLoop.class);

    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;
    private static final int EVENTS_OFFSET = 4;
    private static final int NO_TIMEOUT = -1;

    private final List<Integer> sockets;
    private final Consumer<byte[]> sink;
    private final Consumer<String> failed;
    private final Descriptor event;
    private final NativeBuffer descriptors;
    private final NativeBuffer one = new NativeBuffer(Long.BYTES);
    private final NativeBuffer packet = new NativeBuffer(Ipv4Packet.MAX_LENGTH);
    private final Thread thread = new Thread(this::run, "vpn-translator-inbound");

    /** Set by {@link #stop}, before the event is. */
    private volatile boolean cancelled;

    /**
     * @param sockets stay the caller's; open until the loop has ended
     * @param sink    gets what is received, on the loop's thread
     * @param failed  gets the reason if the loop ends by itself
     */
    InboundLoop(List<Integer> sockets, Consumer<byte[]> sink, Consumer<String> failed) throws IOException {
        this.sockets = sockets;
        this.sink = sink;
        this.failed = failed;
        int number = LibC.eventfd(0, LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC);
        if (number < 0) {
            throw new IOException("opening an eventfd failed: " + LibC.describe(LibC.errno()));
        }
        event = new Descriptor(number);
        one.bytes().putLong(0, 1);
        descriptors = new NativeBuffer((sockets.size() + 1) * POLLFD_BYTES);
        for (int i = 0; i < sockets.size(); i++) {
            watch(i, sockets.get(i));
        }
        watch(sockets.size(), number);
        thread.setDaemon(true);
    }

    private void watch(int index, int descriptor) {
        descriptors.bytes().putInt(index * POLLFD_BYTES, descriptor);
        descriptors.bytes().putShort(index * POLLFD_BYTES + EVENTS_OFFSET, POLLIN);
    }

    void start() {
        thread.start();
    }

    /** Returns when the loop has ended. */
    void stop() {
        cancelled = true;
        LibC.write(event.number(), one.address(), Long.BYTES);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // what it uses is freed next
            }
        }
        event.close();
        descriptors.close();
        one.close();
        packet.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        LOG.info("{}: receiving", thread.getName());
        try {
            while (!cancelled) {
                await();
                for (int socket : sockets) {
                    drain(socket);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("{}: {}", thread.getName(), e.getMessage(), e);
            failed.accept(e.getMessage());
        }
        LOG.info("{}: ended", thread.getName());
    }

    private void await() throws IOException {
        while (LibC.poll(descriptors.address(), sockets.size() + 1L, NO_TIMEOUT) < 0) {
            int errno = LibC.errno();
            if (errno != LibC.EINTR) {
                throw new IOException("waiting for packets from other networks failed: " + LibC.describe(errno));
            }
        }
    }

    private void drain(int socket) throws IOException {
        long length = 0;
        while (!cancelled && length >= 0) {
            length = LibC.recv(socket, packet.address(), Ipv4Packet.MAX_LENGTH, LibC.MSG_DONTWAIT);
            if (length > 0) {
                sink.accept(packet.copy((int) length));
            }
        }
        if (length < 0) {
            checkEmpty(LibC.errno());
        }
    }

    /** What came for a raw socket as an error of the network is no reason to end. */
    private static void checkEmpty(int errno) throws IOException {
        if (errno != LibC.EAGAIN && errno != LibC.EINTR && errno != LibC.ENOBUFS && errno != LibC.ENOMEM && errno != LibC.EHOSTUNREACH
                && errno != LibC.ENETUNREACH) {
            throw new IOException("receiving from other networks failed: " + LibC.describe(errno));
        }
    }
}
