package com.softellect.vpn.tunnel.internal;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where an attempt goes. Immutable.
 *
 * @param url     the gateway's, of the profile
 * @param address that the gateway, or the proxy before it, is reached under; null: whatever the system says its host has
 */
record Destination(String url, InetAddress address) {

    /** The gateway's host; for messages and for TLS, never asked for its addresses. */
    String host() {
        return URI.create(url).getHost();
    }

    int port() {
        return port(URI.create(url));
    }

    static int port(URI url) {
        return url.getPort() < 0 ? 443 : url.getPort();
    }

    /** The URL that is called: with the address in the host's place, so that no call needs a name service. */
    String calledUrl() {
        if (address == null) {
            return url;
        }
        URI there = URI.create(url);
        String literal = address instanceof Inet6Address ? "[" + address.getHostAddress().replaceFirst("%.*", "") + "]" : address.getHostAddress();
        try {
            return new URI(there.getScheme(), null, literal, there.getPort(), there.getPath(), there.getQuery(), null).toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the profile was checked before: " + e.getMessage(), e);
        }
    }
}
