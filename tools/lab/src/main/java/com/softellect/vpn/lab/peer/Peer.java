package com.softellect.vpn.lab.peer;

import com.softellect.vpn.lab.LabException;
import java.util.List;

/** Another VPN, set up between the two namespaces of a {@link Site} as the examples that come with it do. Used by one thread. */
public interface Peer {

    String name();

    /** What must be there, as names or paths. */
    List<String> programs();

    /** Debian's packages that have them. */
    String packages();

    /** Makes keys and settings. */
    void prepare() throws LabException, InterruptedException;

    /** Starts the server, also once more after {@link #stopServer}, and returns when it listens. */
    void startServer() throws LabException, InterruptedException;

    /** Has the server end in order, and returns when it has. */
    void stopServer() throws LabException, InterruptedException;

    /** Starts the client. It connects by itself, as often as it likes. */
    void startClient() throws LabException, InterruptedException;
}
