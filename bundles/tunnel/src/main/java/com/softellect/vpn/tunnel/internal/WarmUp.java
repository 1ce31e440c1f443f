package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.Pin;
import com.softellect.vpn.credential.Proof;
import com.softellect.vpn.credential.PublicKeys;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does once for nobody what a connect does before it says anything to the gateway: loads and sets up CXF's client, the signature and TLS, which
 * takes a cold JVM a second or two. Speaks to no one. Runs on a thread of its own beside everything else; a connect does not wait for it.
 */
final class WarmUp implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final String NOWHERE = "https://localhost/";

    private final GatewayConnector connector;
    private final TunnelSettings settings;

    WarmUp(GatewayConnector connector, TunnelSettings settings) {
        this.connector = connector;
        this.settings = settings;
    }

    void start() {
        Thread thread = new Thread(this, "vpn-tunnel-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            ClientKey key = ClientKey.generate();
            String pin = Pin.of(PublicKeys.parse(key.publicKey()));
            Proof.isRight(Proof.create("nobody", key, pin, 0), key.publicKey(), pin);
            greet();
            try (GatewayClient client = connector.open(new Destination(NOWHERE, null), List.of(pin), ConnectionSettings.of(settings))) {
                client.prepare();
            }
            LOG.info("ready to connect");
        } catch (Exception e) { // whatever it is, the first connect will meet it and say what to do
            LOG.debug("not warmed up", e);
        }
    }

    /** Makes what a TLS handshake begins with. */
    private static void greet() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.wrap(ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    }
}
