package com.softellect.vpn.api.surroundings;

import java.net.InetAddress;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the client's system is made to do around the tunnel: what leaves the machine, which way, and whom it asks for names. An OSGi service of
 * the client; without it the tunnel works, and the system stays as it is.
 *
 * <p>{@link #approach} comes before every attempt to reach a gateway, {@link #enter} with every connection, {@link #leave} when the tunnel's adapter
 * goes, {@link #release} when somebody wants to be without the tunnel. Each may come again, and does no harm then.
 *
 * <p>Threads: all methods may be called by any thread. They run programs of the system and take some hundredths of a second, at most their time limits.
 */
@ProviderType
public interface Surroundings {

    /**
     * Lets the gateway be reached, and nothing else if a kill switch is set.
     *
     * @throws SurroundingsException if that can't be done; nothing must be sent to the gateway then
     */
    void approach(Approach approach) throws SurroundingsException;

    /**
     * Leads the system's traffic and its questions for names into the tunnel, as far as the settings say.
     *
     * @throws SurroundingsException if that can't be done; what was done of it is undone
     */
    void enter(TunnelLink link) throws SurroundingsException;

    /** Has routes and names as they were before. A kill switch stays closed. */
    void leave();

    /** Has everything as it was before, and opens the kill switch. */
    void release();

    /**
     * A connection to the gateway stood still although it was there: perhaps the way loses large packets and says nothing of it. Has smaller ones sent and
     * asked for on the connections that are made from now on. Forgotten when the way changes, and by {@link #release}.
     *
     * @return whether that is so; false if it is not to be tried, or nothing smaller is left to try: then it is as at first again
     */
    boolean narrow();

    /**
     * The addresses that a gateway's host had at the last {@link #approach}, also of a process that was killed: while a kill switch is closed nobody
     * can be asked for them. Empty if there was none.
     */
    List<InetAddress> lastKnown(String host);

    SurroundingsStatus status();

    /**
     * Has the listener told of changes of the network.
     *
     * @return ends that, when it is run
     */
    Runnable listen(NetworkListener listener);
}
