package com.softellect.vpn.tunnel.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** A TLS connection to a gateway, with its timeouts. Connects once. Threads: {@link #abort} may be called by any, at any time. */
final class LaneSocket {

    private final GatewayAddress gateway;
    private final Socket plain;
    private SSLSocket secure;

    /** Published when it has connected. */
    private volatile long roundTripNanos;

    LaneSocket(GatewayAddress gateway) {
        this.gateway = gateway;
        this.plain = gateway.sockets().plain();
    }

    void connect() throws IOException {
        InetSocketAddress address = gateway.sockets().address(gateway.host(), gateway.port());
        plain.setTcpNoDelay(true);
        long began = System.nanoTime();
        plain.connect(address, gateway.connectTimeoutMillis());
        long connected = System.nanoTime();
        plain.setSoTimeout(gateway.callTimeoutMillis());
        secure = (SSLSocket) gateway.sockets().createSocket(plain, gateway.host(), gateway.port(), true);
        secure.startHandshake();
        if (!gateway.trust().verify(gateway.host(), secure.getSession())) {
            throw new SSLPeerUnverifiedException("the gateway has shown another key than before");
        }
        // A proxy may say that it has connected before it has. The handshake takes what both ends compute besides, so it only counts there.
        roundTripNanos = gateway.sockets().haveProxy() ? System.nanoTime() - connected : connected - began;
    }

    /** What connecting took, which is a round trip, or at most some more; 0 before. */
    long roundTripNanos() {
        return roundTripNanos;
    }

    InputStream in() throws IOException {
        return secure.getInputStream();
    }

    OutputStream out() throws IOException {
        return secure.getOutputStream();
    }

    /** Without a goodbye of TLS, which could wait for who is writing: each message says how long it is, so that nothing is taken for whole that is not. */
    void abort() {
        try {
            plain.close();
        } catch (IOException e) {
            // it is closed all the same
        }
    }
}
