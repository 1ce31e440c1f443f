package com.softellect.vpn.surroundings.internal;

import com.sun.jna.Platform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of every change of the system's network interfaces, addresses and routes, from the kernel (netlink). It says only that there was one: what is
 * so now is to be read.
 *
 * <p>Thread {@code vpn-surroundings-network} waits without a timeout; {@link #close} ends it.
 */
final class NetworkMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkMonitor.class);

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int NETLINK_ROUTE = 0;
    private static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK = 0x800;
    private static final int EINTR = 4;
    private static final int POLLIN = 1;

    /** RTMGRP_LINK, _IPV4_IFADDR, _IPV4_ROUTE. */
    private static final int GROUPS = 0x1 | 0x10 | 0x40;

    private static final int SOCKADDR_NL_BYTES = 12;
    private static final int GROUPS_OFFSET = 8;

    private final int socket;
    private final int end;
    private final Runnable onChange;
    private final Thread thread;

    private NetworkMonitor(int socket, int end, Runnable onChange) {
        this.socket = socket;
        this.end = end;
        this.onChange = onChange;
        this.thread = new Thread(this::run, "vpn-surroundings-network");
        thread.setDaemon(true);
    }

    /**
     * Begins.
     *
     * @param onChange is run by the monitor's thread
     * @return null if this system has no such thing; the log says why
     */
    static NetworkMonitor start(Runnable onChange) {
        if (!Platform.isLinux()) {
            return null;
        }
        int socket = LibC.socket(AF_NETLINK, SOCK_RAW | CLOEXEC | NONBLOCK, NETLINK_ROUTE);
        byte[] address = ByteBuffer.allocate(SOCKADDR_NL_BYTES).order(ByteOrder.nativeOrder()).putShort(0, (short) AF_NETLINK)
                .putInt(GROUPS_OFFSET, GROUPS).array();
        if (socket < 0 || LibC.bind(socket, address, SOCKADDR_NL_BYTES) < 0) {
            LOG.warn("changes of the network are not heard of: no netlink socket, errno {}", LibC.errno());
            closeIfOpen(socket);
            return null;
        }
        NetworkMonitor monitor = new NetworkMonitor(socket, LibC.eventfd(0, CLOEXEC), onChange);
        monitor.thread.start();
        return monitor;
    }

    private static void closeIfOpen(int descriptor) {
        if (descriptor >= 0) {
            LibC.close(descriptor);
        }
    }

    private void run() {
        LOG.debug("listening to changes of the network");
        byte[] buffer = new byte[8192];
        while (awaitChange()) {
            while (LibC.read(socket, buffer, buffer.length) > 0) {
                // what it says is not looked at
            }
            onChange.run();
        }
        LOG.debug("no longer listening to changes of the network");
    }

    /** @return false when it is to end */
    private boolean awaitChange() {
        int[] descriptors = {socket, POLLIN, end, POLLIN}; // struct pollfd: the number; events in the lower half, what happened in the upper one
        while (LibC.poll(descriptors, 2, -1) < 0) {
            if (LibC.errno() != EINTR) {
                LOG.warn("changes of the network are no longer heard of: errno {}", LibC.errno());
                return false;
            }
        }
        return descriptors[3] >>> Short.SIZE == 0;
    }

    @Override
    public void close() {
        LibC.write(end, ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(1).array(), Long.BYTES);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the descriptors stay open rather than being closed under the thread
        }
        LibC.close(socket);
        LibC.close(end);
    }
}
