package com.softellect.vpn.tunnel.internal;

import java.net.URI;

/** Where a gateway is called, and how: the parts of its URL, the timeouts, and what TLS trusts. */
record GatewayAddress(String host, int port, String path, int connectTimeoutMillis, int callTimeoutMillis, PinnedSockets sockets, PinnedTrust trust) {

    private static final int HTTPS_PORT = 443;

    /** @param url https, as in a profile, which is checked */
    static GatewayAddress of(String url, ConnectionSettings settings, PinnedSockets sockets, PinnedTrust trust) {
        URI uri = URI.create(url);
        return new GatewayAddress(withoutBrackets(uri.getHost()), uri.getPort() < 0 ? HTTPS_PORT : uri.getPort(),
                uri.getRawPath().isEmpty() ? "/" : uri.getRawPath(), settings.connectTimeoutMillis(), settings.callTimeoutMillis(), sockets, trust);
    }

    /** Of an IPv6 address. */
    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** As the Host header wants it. */
    String authority() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return port == HTTPS_PORT ? name : name + ":" + port;
    }
}
