package com.softellect.vpn.api.session;

import com.softellect.vpn.api.client.AuthenticationException;
import com.softellect.vpn.api.client.Client;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The registry: holds the sessions. An OSGi service of the gateway. All methods may be called by any thread. */
@ProviderType
public interface SessionRegistry {

    /** The gateway's own tunnel address and the network that all sessions have their addresses in. */
    Ipv4Network network();

    /** The largest packet of the tunnel's network, in bytes; only a super-packet may be longer. */
    int mtu();

    /** How long a session may be silent, in seconds. */
    int idleSeconds();

    /**
     * Opens a session for an authenticated client. A session that the client has already is replaced in one step: from
     * then on its id is unknown, its parked polls are answered, and packets for its address go to the new one.
     *
     * @param superPackets see {@link Session#superPackets}
     * @throws AuthenticationException with reason FULL or ADDRESS_IN_USE
     */
    Session open(Client client, boolean superPackets) throws AuthenticationException;

    /**
     * The live session of that id, in constant time.
     *
     * @param sessionId as the client sent it; null and nonsense are allowed
     * @return null if there is none: never existed, expired, ended or replaced
     */
    Session find(String sessionId);

    /**
     * Why a session ended that is not live any more, in constant time, for as long as the registry remembers: the last few thousand.
     *
     * @param sessionId as the client sent it; null and nonsense are allowed
     * @return null if it is not known
     */
    EndReason endReason(String sessionId);

    /** The live session that has the address, or null. An array access. */
    Session byAddress(int address);

    /** Ends a session: its id is unknown at once, its parked polls are answered. Ending it twice is harmless. */
    void end(Session session, EndReason reason);

    /** The live session of that client ends, if there is one. */
    void endClient(String clientId, EndReason reason);

    /** What a live session may do is this from now on; without a live session nothing happens. */
    void clientChanged(Client changed);

    /** The bytes that a client with a quota has used of it in the period that is now; 0 if it has none. */
    long quotaUsed(Client client);

    /** The live sessions, ordered by address. */
    List<Session> sessions();
}
