package com.softellect.vpn.egress.internal;

import com.softellect.vpn.datapath.system.NetlinkMonitor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Notices at once that somebody does something to the gateway's table: the kernel tells of each change of a table, with its name. What others do to theirs is passed over.
 *
 * <p>Thread {@code vpn-egress-watch}. Closed before its scheduler is.
 */
final class TableWatch implements AutoCloseable {

    private static final int NETLINK_NETFILTER = 12;
    private static final int NFNLGRP_NFTABLES = 7;

    /** From the first of several changes on, in milliseconds. */
    private static final long DELAY_MILLIS = 50;

    private final ScheduledExecutorService scheduler;
    private final Runnable onChange;
    private final AtomicBoolean due = new AtomicBoolean();

    /** As it stands in the kernel's messages: a text that ends with 0. */
    private final byte[] name;

    /** Null where the kernel does not tell. */
    private final NetlinkMonitor monitor;

    /**
     * Begins.
     *
     * @param onChange is run by the scheduler
     */
    TableWatch(String table, ScheduledExecutorService scheduler, Runnable onChange) {
        this.name = (table + '\0').getBytes(StandardCharsets.US_ASCII);
        this.scheduler = scheduler;
        this.onChange = onChange;
        this.monitor = NetlinkMonitor.start("vpn-egress-watch", NETLINK_NETFILTER, 1 << NFNLGRP_NFTABLES - 1, this::heard);
    }

    /** Whether nothing can happen to the table without being noticed. */
    boolean isWatching() {
        return monitor != null;
    }

    private void heard(byte[] messages, int length) {
        if ((length == 0 || isNamedIn(messages, length)) && due.compareAndSet(false, true)) {
            scheduler.schedule(this::look, DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private boolean isNamedIn(byte[] messages, int length) {
        for (int at = 0; at + name.length <= length; at++) {
            if (messages[at] == name[0] && Arrays.equals(messages, at, at + name.length, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }

    private void look() {
        due.set(false);
        onChange.run();
    }

    @Override
    public void close() {
        if (monitor != null) {
            monitor.close();
        }
    }
}
