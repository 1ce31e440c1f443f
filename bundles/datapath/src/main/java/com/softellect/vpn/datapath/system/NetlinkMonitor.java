package com.softellect.vpn.datapath.system;

import com.sun.jna.Platform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of changes that the kernel tells of (netlink).
 *
 * <p>A thread of its own waits without a timeout; {@link #close} ends it.
 */
public final class NetlinkMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NetlinkMonitor.class);

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK = 0x800;
    private static final int EINTR = 4;
    private static final int ENOBUFS = 105;
    private static final int POLLIN = 1;
    private static final int SOCKADDR_NL_BYTES = 12;
    private static final int GROUPS_OFFSET = 8;

    /** Longer than what the kernel puts into one datagram. */
    private static final int BUFFER_BYTES = 64 << 10;

    private final Descriptor socket;
    private final Descriptor end;
    private final Listener listener;
    private final Thread thread;

    private NetlinkMonitor(Descriptor socket, Descriptor end, String threadName, Listener listener) {
        this.socket = socket;
        this.end = end;
        this.listener = listener;
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    /**
     * Begins.
     *
     * @param protocol NETLINK_...
     * @param groups   a bit for each group to hear of
     * @param listener is called by the monitor's thread
     * @return null if this system has no such thing or does not allow it; the log says why
     */
    public static NetlinkMonitor start(String threadName, int protocol, int groups, Listener listener) {
        if (!Platform.isLinux()) {
            return null;
        }
        int socket = Netlink.socket(AF_NETLINK, SOCK_RAW | CLOEXEC | NONBLOCK, protocol);
        if (socket < 0) {
            LOG.warn("{}: no netlink socket, errno {}", threadName, Netlink.errno());
            return null;
        }
        Descriptor opened = new Descriptor(socket);
        byte[] address = ByteBuffer.allocate(SOCKADDR_NL_BYTES).order(ByteOrder.nativeOrder()).putShort(0, (short) AF_NETLINK).putInt(GROUPS_OFFSET, groups).array();
        if (Netlink.bind(socket, address, SOCKADDR_NL_BYTES) < 0) {
            LOG.warn("{}: the kernel does not tell of changes, errno {}", threadName, Netlink.errno());
            opened.close();
            return null;
        }
        NetlinkMonitor monitor = new NetlinkMonitor(opened, new Descriptor(Netlink.eventfd(0, CLOEXEC)), threadName, listener);
        monitor.thread.start();
        return monitor;
    }

    private void run() {
        LOG.debug("{}: started", thread.getName());
        byte[] buffer = new byte[BUFFER_BYTES];
        while (awaitChange()) {
            hear(buffer);
        }
        LOG.debug("{}: ended", thread.getName());
    }

    /** All that is there. */
    private void hear(byte[] buffer) {
        long length = Netlink.read(socket.number(), buffer, buffer.length);
        while (length > 0 || Netlink.errno() == ENOBUFS) {
            listener.heard(buffer, (int) Math.max(0, length));
            length = Netlink.read(socket.number(), buffer, buffer.length);
        }
    }

    /** @return false when it is to end */
    private boolean awaitChange() {
        int[] descriptors = {socket.number(), POLLIN, end.number(), POLLIN}; // struct pollfd: the number; events in the lower half, what happened in the upper one
        while (Netlink.poll(descriptors, 2, -1) < 0) {
            if (Netlink.errno() != EINTR) {
                LOG.warn("{}: changes are no longer heard of: errno {}", thread.getName(), Netlink.errno());
                return false;
            }
        }
        return descriptors[3] >>> Short.SIZE == 0;
    }

    @Override
    public void close() {
        Netlink.write(end.number(), ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(1).array(), Long.BYTES);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the descriptors stay open rather than being closed under the thread
        }
        socket.close();
        end.close();
    }

    /** Who wants to know. */
    @FunctionalInterface
    public interface Listener {

        /**
         * Something has changed.
         *
         * @param messages only valid during the call
         * @param length   of the messages, in bytes; 0: there were more than the kernel kept
         */
        void heard(byte[] messages, int length);
    }
}
