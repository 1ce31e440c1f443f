package com.softellect.vpn.surroundings.internal;

import com.softellect.vpn.api.surroundings.SurroundingsException;
import java.util.List;

/** What this system keeps its DNS servers in. Threads: guarded by its owner. */
interface NameSystem {

    /** For the log. */
    String name();

    /** Whether this system has it, now. */
    boolean isPresent();

    /**
     * Has the system ask these servers.
     *
     * @param adapter through which they are reached
     * @param servers IPv4 addresses, at least one
     * @param domains for which names; for all of them if empty
     */
    void set(String adapter, List<String> servers, List<String> domains) throws SurroundingsException;

    /** Has it as it was before. Where nothing was changed it does nothing. Also what a process has changed that was killed. */
    void restore() throws SurroundingsException;
}
