package com.softellect.vpn.tunnel.internal;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * An HTTP proxy that connections to the gateway go through. Immutable.
 *
 * @param host        its name or address
 * @param port        TCP, 1 to 65535
 * @param credentials user and password with a colon between, a secret; null if it wants none
 */
record ProxyServer(String host, int port, String credentials) {

    /**
     * Reads {@code http://USER:PASSWORD@HOST:PORT}; without credentials if it wants none. What is special in a URL is escaped by percent signs.
     *
     * @throws IllegalArgumentException if it is not of that form; the message does not show it
     */
    static ProxyServer parse(String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw malformed(); // without its cause, which shows the password
        }
        boolean plain = "http".equalsIgnoreCase(url.getScheme()) && url.getHost() != null && url.getPort() > 0 && url.getPort() < 65_536
                && (url.getPath().isEmpty() || url.getPath().equals("/")) && url.getQuery() == null && url.getFragment() == null;
        if (!plain || url.getUserInfo() != null && (url.getUserInfo().indexOf(':') < 1 || url.getUserInfo().chars().anyMatch(Character::isISOControl))) {
            throw malformed();
        }
        return new ProxyServer(url.getHost(), url.getPort(), url.getUserInfo());
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("is not of the form http://HOST:PORT or http://USER:PASSWORD@HOST:PORT");
    }

    /** The request that asks it for a connection to the destination. */
    byte[] request(Destination to) {
        String authority = to.host() + ":" + to.port();
        String shown = credentials == null ? "" : "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)) + "\r\n";
        return ("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + shown + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return "http://" + host + ":" + port;
    }
}
