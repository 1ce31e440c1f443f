package com.softellect.vpn.api.adapter;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open TUN adapter with a running session.
 *
 * <p>Threads: one thread receives; any number of threads send; {@link #close} may be called by any thread except the
 * receiving one. A packet's bytes belong to the caller on both ways: what {@link #receive} returned is the caller's to
 * keep, and what is given to {@link #send} may be reused as soon as it returned.
 */
@ProviderType
public interface TunAdapter extends AutoCloseable {

    /** The settings in force. The name is the one that the system gave. */
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
     * @param packet an IP packet of 1 to 65,535 bytes
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
}
