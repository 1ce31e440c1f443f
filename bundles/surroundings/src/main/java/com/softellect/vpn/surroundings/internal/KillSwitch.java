package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.api.surroundings.Approach;
import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Lets nothing leave the machine but through the tunnel and to the gateway. It is put in, changed and taken out in one step each, and is the system's: it outlives
 * this process, and nothing else of the system's rules is touched.
 *
 * <p>Threads: guarded by its owner.
 */
interface KillSwitch {

    /** Puts it in, or this one in the place of the one before. */
    void close(Approach approach, List<Ipv4Network> localNetworks) throws SurroundingsException;

    /** The tunnel's adapter is there now. Only while it is closed. */
    void admitAdapter(Approach approach, List<Ipv4Network> localNetworks) throws SurroundingsException;

    /** Whether it is in, also if an earlier process has put it in. */
    boolean isClosed();

    /** The addresses that it lets a gateway's host be reached under. */
    List<InetAddress> lastKnown(String host);

    /** Takes it out, if it is in. */
    void open() throws SurroundingsException;

    /** How somebody opens it without this client. */
    String byHand();

    /** The address of its text. Asks nobody. */
    static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("no address: " + address, e);
        }
    }
}
