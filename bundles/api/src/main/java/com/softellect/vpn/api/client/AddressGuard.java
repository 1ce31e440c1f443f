package com.softellect.vpn.api.client;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Holds strangers off: knows which addresses failed to authenticate too often, and how much a gateway spends on strangers altogether.
 * Bounded memory, whatever comes. An OSGi service of the gateway. Any thread; does not block; cheap enough for every new connection.
 *
 * <p>An address is an IPv4 address or the /64 network of an IPv6 address; both methods take either as text.
 */
@ProviderType
public interface AddressGuard {

    /**
     * Whether connections from this address are to be cut off before anything is spent on them. Never true for an address that a live
     * session was authenticated from.
     */
    boolean isBlocked(String address);

    /**
     * A call of a live session came from this address: it is known from now on, as if the client had authenticated from there. A session may be older
     * than what the guard remembers.
     */
    void clientCalled(String address, String clientId);

    /** Whether a client authenticated from this address not long ago. */
    boolean isKnown(String address);

    /**
     * Asks for a connection, before anything is spent on it. Counts it: a TLS handshake costs more than a call, and nobody has shown who he is
     * before it is done.
     *
     * @return false if the address is blocked, or if strangers have had as many new connections as they get at the moment: the connection is to
     *         be cut off
     */
    boolean admitsConnection(String address);

    /**
     * Asks for a call of somebody who has shown no session yet. Counts it.
     *
     * @return false if the address is blocked, or if strangers have used up what the gateway spends on them at the moment (an address that a
     *         client came from has a share of its own): the call is to be refused as cheaply as possible
     */
    boolean admits(String address);
}
