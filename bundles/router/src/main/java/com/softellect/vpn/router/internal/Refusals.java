package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.packet.DropReason;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.packet.Ipv4Packet;
import com.softellect.vpn.api.session.Session;
import com.softellect.vpn.datapath.offload.Checksum;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Tells clients which of their packets are refused, so that nothing waits for an answer that never comes: ICMP (RFC 792, RFC 1812) from the gateway's tunnel
 * address. So many a second for each client; never about an ICMP error or a fragment but the first (RFC 1122, 3.2.2).
 *
 * <p>Thread-safe, without locks.
 */
final class Refusals {

    private static final int ICMP_HEADER = 8;
    private static final byte UNREACHABLE = 3;
    private static final byte HOST_UNREACHABLE = 1;
    private static final byte PROHIBITED = 13;

    /** An ICMP message must fit into 576 bytes (RFC 1812, 4.3.2.3). */
    private static final int MAX_QUOTE = 576 - Ipv4Packet.MIN_HEADER_LENGTH - ICMP_HEADER;

    private static final byte INTERNETWORK_CONTROL = (byte) 0xC0;
    private static final byte TTL = 64;

    private final Ipv4Network network;
    private final LongSupplier nanos;
    private final long began;

    /** Of each address, when its messages are all available again, in nanoseconds since the beginning. */
    private final AtomicLongArray fullAt;

    /** Published by {@link #limit}; 0: nobody is told anything. */
    private volatile int perSecond;

    Refusals(Ipv4Network network) {
        this(network, System::nanoTime);
    }

    Refusals(Ipv4Network network, LongSupplier nanos) {
        this.network = network;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
        this.fullAt = new AtomicLongArray(1 << (Integer.SIZE - network.prefixLength()));
    }

    /** @param messages to each client, as many of them at once; 0: none */
    void limit(int messages) {
        perSecond = messages;
    }

    /** @param refused a well-formed packet that came from that session */
    void tell(Session to, byte[] refused, DropReason why) {
        byte code = code(why);
        if (code != 0 && perSecond > 0 && !PolicyCheck.isIcmpError(refused) && !PolicyCheck.isLaterFragment(refused, 0) && mayTell(to.address())) {
            to.offer(message(to.address(), refused, code));
        }
    }

    private static byte code(DropReason why) {
        return switch (why) {
            case POLICY, NOT_ALLOWED, QUOTA -> PROHIBITED;
            case UNKNOWN_DESTINATION -> HOST_UNREACHABLE;
            default -> 0;
        };
    }

    private boolean mayTell(int address) {
        long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        int slot = address & ~network.netmask();
        long now = nanos.getAsLong() - began;
        long full = fullAt.get(slot);
        long missing = Math.max(0, full - now);
        return missing <= (perSecond - 1) * interval && fullAt.compareAndSet(slot, full, now + missing + interval);
    }

    private byte[] message(int to, byte[] refused, byte code) {
        int quoted = Math.min(refused.length, MAX_QUOTE);
        ByteBuffer message = ByteBuffer.allocate(Ipv4Packet.MIN_HEADER_LENGTH + ICMP_HEADER + quoted);
        message.put((byte) 0x45).put(INTERNETWORK_CONTROL).putShort((short) message.capacity()).putInt(0);
        message.put(TTL).put((byte) 1).putShort((short) 0).putInt(network.address()).putInt(to);
        message.put(UNREACHABLE).put(code).putShort((short) 0).putInt(0).put(refused, 0, quoted);
        byte[] bytes = message.array();
        Checksum.complete(bytes, Ipv4Packet.MIN_HEADER_LENGTH, 2);
        message.putShort(10, (short) ~Checksum.sum(bytes, 0, Ipv4Packet.MIN_HEADER_LENGTH));
        return bytes;
    }
}
