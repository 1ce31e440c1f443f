package com.softellect.vpn.tunnel.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * Makes the TLS sockets of one way to a gateway: with TLS 1.3, or also 1.2, and the pinned trust. All of them share one TLS context, so
 * that a further connection resumes the TLS session of the first. The Java platform keeps idle connections by their factory: one factory for all
 * calls of a way, and none of them over a connection of another way.
 *
 * <p>Thread-safe.
 */
final class PinnedSockets extends SSLSocketFactory {

    /** What is a host's name and not its address. */
    private static final String NAME = "(?=.*[A-Za-z])[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*";

    private final SSLSocketFactory sockets;
    private final String[] protocols;
    private final Destination to;
    private final ProxyServer proxy;

    /**
     * @param to    whose name TLS says, where the URL that is called has its address instead
     * @param proxy that all connections go through; null for none
     */
    PinnedSockets(PinnedTrust trust, boolean tls12, Destination to, ProxyServer proxy) {
        this.to = to;
        this.proxy = proxy;
        this.protocols = tls12 ? new String[] {"TLSv1.3", "TLSv1.2"} : new String[] {"TLSv1.3"};
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            this.sockets = context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    /** With nothing left behind when it is closed: the system would go on sending what is not through yet, and a question for a session must not come late. */
    private Socket limited(Socket socket) throws SocketException {
        SSLSocket tls = (SSLSocket) socket;
        tls.setSoLinger(true, 0);
        tls.setEnabledProtocols(protocols);
        if (to.address() != null && to.host().matches(NAME)) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(to.host())));
            tls.setSSLParameters(parameters);
        }
        return tls;
    }

    /** Not connected yet, and without TLS. */
    Socket plain() {
        return proxy == null ? new Socket() : new ProxySocket(proxy, to);
    }

    /**
     * What to connect such a socket to.
     *
     * @throws UnknownHostException if the host has no address; behind a proxy it need not have one that is known here
     */
    InetSocketAddress address(String host, int port) throws UnknownHostException {
        if (proxy != null) {
            return InetSocketAddress.createUnresolved(host, port);
        }
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        return address;
    }

    /** Not connected yet. The platform has TLS put over a socket that has none once it is connected. */
    @Override
    public Socket createSocket() throws IOException {
        return proxy == null ? limited(sockets.createSocket()) : plain();
    }

    @Override
    public Socket createSocket(Socket connected, String host, int port, boolean autoClose) throws IOException {
        return limited(sockets.createSocket(connected, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return limited(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localAddress, int localPort) throws IOException {
        return limited(sockets.createSocket(host, port, localAddress, localPort));
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return limited(sockets.createSocket(address, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) throws IOException {
        return limited(sockets.createSocket(address, port, localAddress, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}
