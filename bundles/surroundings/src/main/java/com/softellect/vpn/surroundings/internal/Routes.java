package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.util.List;
import java.util.Map;

/**
 * The system's routes, and those that this client has put among them. Ours are told from all others, also if a process has put them there that was killed, and
 * never take another's place.
 *
 * <p>Threads: guarded by its owner.
 */
interface Routes {

    /** @param adapter the tunnel's, whose own routes don't count; it need not be there */
    RoutingTable read(String adapter) throws SurroundingsException;

    /**
     * Has these in the table, and no others of ours.
     *
     * @param wanted where each destination is reached; {@link Way#none} for one that is not to be reached at all
     * @param mtus   the longest packets to some of them, in bytes, whatever the interface's MTU is, and whatever anybody says of the path
     * @return whether these are others than before
     * @throws SurroundingsException if that can't be done; {@link #clear} undoes what was
     */
    boolean set(Map<Ipv4Network, Way> wanted, Map<Ipv4Network, Integer> mtus) throws SurroundingsException;

    /** How each of the gateway's IPv6 addresses is reached without the tunnel, as far as this system has routes of ours for them. */
    List<Way> ipv6Ways(Approach approach) throws SurroundingsException;

    /**
     * Has IPv6 turned away if this system speaks it, or not: it does not go through the tunnel, and would go around it. Link-local addresses and the gateway's stay
     * within reach.
     *
     * @param approach where the tunnel's own connections go
     * @param mtu      the longest packets to the gateway, as in {@link #set}; 0: as the system has it
     */
    void setIpv6(boolean away, Approach approach, int mtu) throws SurroundingsException;

    /** Whether nothing of ours is in force. */
    boolean isEmpty();

    /** Takes out all that are ours, whichever process has put them there. */
    void clear();

    /** For the next version of this bundle; JDK types only. */
    Map<String, Object> left();

    void goOn(Map<?, ?> left);
}
