package com.softellect.vpn.api.egress;

import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Carries packets between sessions and other networks by itself. An OSGi service that is there while a layer does so; without one the packets go to the
 * gateway's TUN adapter, and the system carries them. One packet router uses it at a time: {@link #open} and {@link #close} take turns.
 */
@ProviderType
public interface PacketEgress {

    /**
     * Begins. What came from other networks meanwhile is given back first.
     *
     * @param network the gateway's tunnel address and the network of the sessions
     * @param mtu     the tunnel's, in bytes
     * @param back    gets the packets for sessions, each well-formed, a super-packet if it is longer than the MTU. Called by any thread; does not block;
     *                owns them
     */
    void open(Ipv4Network network, int mtu, Consumer<byte[]> back);

    /** Nothing is given back any more when this returns; what comes waits for the next {@link #open}. Closing twice is harmless. */
    void close();

    /**
     * Takes a packet from a session for another network. Does not block. May be called by any thread between {@link #open} and {@link #close}.
     *
     * @param packet well-formed, its source a session's address, its destination outside the tunnel's network, a super-packet if it is longer than
     *               the MTU ({@link com.softellect.vpn.api.adapter.TunAdapter} says what that is); belongs to the egress if it takes it
     * @return false if it is for the gateway itself: the caller keeps it, unchanged, for the adapter
     */
    boolean send(byte[] packet);
}
