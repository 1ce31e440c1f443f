package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.packet.Ipv4Packet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

/**
 * Tells the source of a packet what became of it, with an ICMP message or a reset, no more than so often a second (RFC 1812, 4.3.2.8), and one
 * source no more than a part of that: whoever begs for errors leaves some for others.
 *
 * <p>Threads: any.
 */
final class Errors {

    private static final int MOST_A_SECOND = 500;
    private static final int MOST_OF_ONE = 50;
    /** Sources share a count by the end of their addresses; a power of two. */
    private static final int COUNTS = 1024;

    private final Tally tally;
    private final AtomicInteger left = new AtomicInteger(MOST_A_SECOND);
    private final AtomicIntegerArray told = new AtomicIntegerArray(COUNTS);

    Errors(Tally tally) {
        this.tally = tally;
    }

    /** A second has passed. */
    void tick() {
        left.set(MOST_A_SECOND);
        for (int i = 0; i < COUNTS; i++) {
            told.lazySet(i, 0);
        }
    }

    /**
     * @param about as its source sent it
     * @param from  the address that says it
     * @param to    takes the message to that source
     */
    void tell(byte[] about, int from, int type, int code, int mtu, Consumer<byte[]> to) {
        if (Icmp.mayTell(about) && mayNow(about)) {
            to.accept(Icmp.about(about, from, type, code, mtu));
        }
    }

    /** Ends a connection that nobody knows any more. */
    void reset(byte[] segment, Consumer<byte[]> to) {
        if ((TcpHeader.flags(segment, Ip.header(segment, 0)) & TcpHeader.RST) == 0 && mayNow(segment)) {
            to.accept(Icmp.reset(segment));
        }
    }

    private boolean mayNow(byte[] about) {
        int source = Ipv4Packet.source(about) & COUNTS - 1;
        if (told.get(source) >= MOST_OF_ONE || told.getAndIncrement(source) >= MOST_OF_ONE) {
            return false;
        }
        if (left.get() <= 0 || left.getAndDecrement() <= 0) {
            return false;
        }
        tally.error();
        return true;
    }
}
