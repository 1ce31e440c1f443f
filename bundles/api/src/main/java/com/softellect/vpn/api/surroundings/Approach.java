package com.softellect.vpn.api.surroundings;

import java.net.InetAddress;
import java.util.List;

/**
 * Where the tunnel's own connections go. Immutable.
 *
 * @param host        of the gateway, or of the proxy before it, as it is in the profile or the settings
 * @param addresses   that it has, at least one
 * @param port        TCP, 1 to 65535
 * @param adapterName of the tunnel's adapter, which need not be there yet
 */
public record Approach(String host, List<InetAddress> addresses, int port, String adapterName) {

    public Approach {
        addresses = List.copyOf(addresses);
    }
}
