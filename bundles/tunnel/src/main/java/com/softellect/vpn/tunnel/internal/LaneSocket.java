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

    LaneSocket(GatewayAddress gateway) {
        this.gateway = gateway;
        this.plain = gateway.sockets().plain();
    }

    void connect() throws IOException {
        InetSocketAddress address = gateway.sockets().address(gateway.host(), gateway.port());
        plain.setTcpNoDelay(true);
        plain.connect(address, gateway.connectTimeoutMillis());
        plain.setSoTimeout(gateway.callTimeoutMillis());
        secure = (SSLSocket) gateway.sockets().createSocket(plain, gateway.host(), gateway.port(), true);
        secure.startHandshake();
        if (!gateway.trust().verify(gateway.host(), secure.getSession())) {
            throw new SSLPeerUnverifiedException("the gateway has shown another key than before");
        }
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
