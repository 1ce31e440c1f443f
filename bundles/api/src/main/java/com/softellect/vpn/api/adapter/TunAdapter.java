package com.softellect.vpn.api.adapter;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open TUN adapter with a running session.
 *
 * <p>Threads: one thread receives; any number of threads send; {@link #close} may be called by any thread except the
 * receiving one. A packet's bytes belong to the caller on both ways: what {@link #receive} returned is the caller's to
 * keep, and what is given to {@link #send} may be reused as soon as it returned.
 *
 * <p>Without offload ({@link TunAdapterSettings#offload}) {@link #receive} gives packets up to the MTU. With offload it also gives
 * super-packets, and {@link #send} takes them: a packet is a super-packet if, and only if, it is longer than the MTU. It is one
 * unfragmented IPv4 packet with one TCP segment, of up to 65,535 bytes, and stands for the packets of exactly the MTU (the last one
 * may be shorter) that the system, or {@code Segmentation}, cuts it into. Its total length and IP checksum are right; its TCP
 * checksum field holds the sum of the pseudo header (RFC 9293, 3.1) not complemented, and whoever passes it on relies on nothing
 * in that field. Every packet up to the MTU has complete checksums, with offload and without.
 */
@ProviderType
public interface TunAdapter extends AutoCloseable {

    /** The settings in force. The name is the one that the system gave; offload may be off although it was asked for. */
    TunAdapterSettings settings();

    /**
     * What becomes signalled when packets have arrived: absent without a running session, else the same cached,
     * non-owning handle on every call.
     */
    Optional<ReadWaitHandle> readWaitHandle();

    /**
     * Receives one packet without waiting.
     *
     * @return the packet, or null if there is none now (also: if the adapter was closed)
     * @throws TunAdapterException if the adapter is going away or is broken; no later call will succeed
     */
    byte[] receive() throws TunAdapterException;

    /**
     * Sends one packet without waiting.
     *
     * @param packet an IP packet of 1 to 65,535 bytes; with offload, one that is longer than the MTU must be a super-packet
     * @return false if the adapter had no room or was closed: the packet is lost, and the caller counts it
     * @throws IllegalArgumentException if the packet is empty or longer than 65,535 bytes
     * @throws TunAdapterException      if the adapter refused the packet or is going away
     */
    boolean send(byte[] packet) throws TunAdapterException;

    /**
     * Ends the session and removes the adapter: wakes a waiting reader, waits until no thread is inside this adapter,
     * disposes of the read wait handle, ends the session. Closing twice is harmless.
     */
    @Override
    void close();

    /**
     * As {@link #close}, but the system's adapter stays, with its address, its routes and what waits in it, for whoever opens one of the same
     * settings within {@value com.softellect.vpn.api.handover.Handover#KEPT_SECONDS} s: for a bundle that is swapped. After that it is removed.
     * A kind of adapter that can't be kept is closed.
     */
    default void leave() {
        close();
    }
}
