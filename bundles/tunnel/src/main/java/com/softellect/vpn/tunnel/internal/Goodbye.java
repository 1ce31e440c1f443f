package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.contract.Disconnect;
import com.softellect.vpn.contract.SessionExpiredException;
import com.softellect.vpn.contract.VpnGateway;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a session at the gateway. A courtesy: a session that nobody ends expires. */
final class Goodbye {

    private static final Logger LOG = LoggerFactory.getLogger(Goodbye.class);

    /** How long the goodbye may hold up a disconnect, in milliseconds. */
    private static final long PATIENCE_MILLIS = 2000;

    private final VpnGateway gateway;
    private final String sessionId;
    private final CountDownLatch said = new CountDownLatch(1);

    Goodbye(VpnGateway gateway, String sessionId) {
        this.gateway = gateway;
        this.sessionId = sessionId;
    }

    /** Makes the call and waits for its end, but not for long. */
    void sayWithPatience() {
        Thread thread = new Thread(this::say, "vpn-tunnel-goodbye");
        thread.setDaemon(true);
        thread.start();
        try {
            if (!said.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.info("no answer to the goodbye yet; not waiting for it, the session expires by itself");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes the call. */
    void say() {
        try {
            gateway.disconnect(new Disconnect(sessionId));
        } catch (SessionExpiredException e) {
            LOG.debug("the session had ended before the goodbye", e);
        } catch (RuntimeException e) {
            LOG.info("the goodbye did not reach the gateway, the session expires by itself: {}", e.getMessage());
        } finally {
            said.countDown();
        }
    }
}
