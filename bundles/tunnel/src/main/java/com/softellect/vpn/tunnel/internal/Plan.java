package com.softellect.vpn.tunnel.internal;

import java.net.URI;
import java.util.List;

/**
 * What a tunnel runs with, from {@code connect} to its end. Immutable.
 *
 * @param settings how
 * @param identity as whom, and where to
 */
record Plan(ConnectionSettings settings, Identity identity) {

    /** The host that TCP connections go to for this URL of the gateway: its own, or the proxy's. */
    String outerHost(String url) {
        return settings.proxy() == null ? URI.create(url).getHost() : settings.proxy().host();
    }

    /** The port that belongs to {@link #outerHost}. */
    int outerPort(String url) {
        return settings.proxy() == null ? Destination.port(URI.create(url)) : settings.proxy().port();
    }

    /** All hosts that TCP connections may go to. */
    List<String> outerHosts() {
        return identity.gateways().stream().map(this::outerHost).distinct().toList();
    }
}
