package com.softellect.vpn.api.tunnel;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** The client's tunnel. An OSGi service of the client. Starting the bundle and connecting are separate things. */
@ProviderType
public interface Tunnel {

    /**
     * Connects to the gateway of the settings and keeps the connection: it is made again when it breaks, until
     * {@link #disconnect}. If the tunnel connects or is connected already this only reports that.
     *
     * @return completes with the status when the tunnel is {@link TunnelState#CONNECTED}, or {@link TunnelState#FAILED} or
     *         DISCONNECTED where it will not become so; never completes exceptionally. While the gateway is out of reach the
     *         tunnel goes on trying and the stage stays open
     */
    CompletionStage<TunnelStatus> connect();

    /** Says goodbye to the gateway, removes the adapter and stops trying. Returns when that is done. */
    void disconnect();

    TunnelStatus status();
}
