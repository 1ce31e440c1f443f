package com.softellect.vpn.translator.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The packets between a client's address and port and another network's, both ways, and what they are translated to. Of TCP also how far the connection is
 * (RFC 7857, section 2):
 *
 * <pre>
 *                   SYN both ways                FIN both ways
 *     transitory  ----------------&gt;  established  ----------------&gt;  transitory
 *     (opening)                        |      ^                      (closing)
 *                                  RST |      | any other packet
 *                                      v      |
 *                                     transitory
 * </pre>
 *
 * A reset that somebody forged ends nothing: the next packet of the connection makes it established again.
 *
 * <p>Threads: any.
 */
final class Flow {

    static final int SYN_OUT = 1;
    static final int SYN_IN = 1 << 1;
    static final int FIN_OUT = 1 << 2;
    static final int FIN_IN = 1 << 3;
    static final int RESET = 1 << 4;

    private static final int OPEN = SYN_OUT | SYN_IN;
    private static final int CLOSED = FIN_OUT | FIN_IN;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Flow.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private final Mapping mapping;
    private final Lease lease;
    private final int remote;
    private final int remotePort;
    private final int mtu;
    private final Ends inside;
    private final Ends outside;

    /** Written by whoever has a packet of it; read by the timer. In seconds of {@link Flows}' clock. */
    private volatile int lastPacket;
    /** Written by compare and set. */
    private volatile int state;

    /** Where the {@link Wheel} has it. Guarded by the lock of {@link Flows}, as is whether it has ended. */
    private int due;
    private boolean ended;

    /** @param mtu of the way to the other end, in bytes, as known when it was opened */
    Flow(Mapping mapping, Lease lease, int remote, int remotePort, int mtu, int state, int now) {
        this.mapping = mapping;
        this.lease = lease;
        this.remote = remote;
        this.remotePort = remotePort;
        this.mtu = mtu;
        this.inside = new Ends(Ends.addresses(mapping.client(), remote), Ends.ports(mapping.transport(), mapping.clientPort(), remotePort), this);
        this.outside = new Ends(Ends.addresses(lease.address(), remote), Ends.ports(mapping.transport(), lease.port(), remotePort), this);
        this.state = state;
        this.lastPacket = now;
    }

    Mapping mapping() {
        return mapping;
    }

    Transport transport() {
        return mapping.transport();
    }

    int client() {
        return mapping.client();
    }

    int clientPort() {
        return mapping.clientPort();
    }

    Lease lease() {
        return lease;
    }

    int remote() {
        return remote;
    }

    int remotePort() {
        return remotePort;
    }

    int mtu() {
        return mtu;
    }

    /** As the client's packets have them. */
    Ends inside() {
        return inside;
    }

    /** As packets outside have them. */
    Ends outside() {
        return outside;
    }

    int state() {
        return state;
    }

    boolean isEstablished() {
        int now = state;
        return isEstablished(now);
    }

    private static boolean isEstablished(int state) {
        return (state & OPEN) == OPEN && (state & CLOSED) != CLOSED && (state & RESET) == 0;
    }

    int lastPacket() {
        return lastPacket;
    }

    /** Notes a packet. Only what changes is written: other processors need not hear of each packet. */
    void seen(int now) {
        if (lastPacket != now) {
            lastPacket = now;
        }
    }

    /**
     * Notes a TCP segment.
     *
     * @param out   whether it came from the client
     * @param flags of the TCP header
     * @return whether the flow lives shorter from now on
     */
    boolean segment(boolean out, int flags) {
        while (true) {
            int before = state;
            int after = next(before, out, flags);
            if (after == before) {
                return false;
            }
            if (STATE.compareAndSet(this, before, after)) {
                return isEstablished(before) && !isEstablished(after);
            }
        }
    }

    private static int next(int state, boolean out, int flags) {
        if ((flags & TcpHeader.RST) != 0) {
            return state | RESET;
        }
        if (out && (flags & (TcpHeader.SYN | TcpHeader.ACK)) == TcpHeader.SYN && (state & (CLOSED | RESET)) != 0) {
            return SYN_OUT; // a new connection between the same ports
        }
        int next = state & ~RESET;
        if ((flags & TcpHeader.SYN) != 0) {
            next |= out ? SYN_OUT : SYN_IN;
        }
        if ((flags & TcpHeader.FIN) != 0) {
            next |= out ? FIN_OUT : FIN_IN;
        }
        return next;
    }

    int due() {
        return due;
    }

    void due(int second) {
        due = second;
    }

    boolean hasEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }
}
