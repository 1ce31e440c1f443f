package com.softellect.vpn.api.router;

import com.softellect.vpn.api.session.Session;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The packet router: decides where a packet goes. An OSGi service of the gateway. */
@ProviderType
public interface PacketRouter {

    /**
     * Routes packets that came from a session, in their order. Bad packets are dropped and counted, and never stop the
     * others. Does not block. May be called by any thread; one session's packets by one thread at a time.
     *
     * @param packets belong to the router from now on
     */
    void route(Session from, List<byte[]> packets);

    RouterStatus status();
}
