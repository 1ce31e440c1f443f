package com.softellect.vpn.api.tunnel;

import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** The client's tunnel. An OSGi service of the client. Starting the bundle and connecting are separate things. */
@ProviderType
public interface Tunnel {

    /**
     * Takes a profile: checks it, keeps it in the place of the one before, and begins anew with it if the tunnel runs or tries to. The file
     * that it came from is not needed afterwards.
     *
     * @param profile the file's bytes; not kept
     * @throws IllegalArgumentException if it is not a profile that this client can use; the message says why, and the one before stays
     * @throws IOException              if it can't be kept
     */
    void useProfile(byte[] profile) throws IOException;

    /**
     * The public key of this client's own, which is made at the first call: 44 characters of base64. With it an administrator adds the client
     * without ever seeing its private key.
     *
     * @throws IOException if the key can't be kept or read
     */
    String publicKey() throws IOException;

    /**
     * Connects to the gateway of the profile and keeps the connection: it is made again when it breaks, until
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
