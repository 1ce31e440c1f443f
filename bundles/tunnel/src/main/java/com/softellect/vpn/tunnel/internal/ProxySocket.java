package com.softellect.vpn.tunnel.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;

/** A TCP connection through an HTTP proxy: it is connected when the proxy has connected it to the gateway. */
final class ProxySocket extends Socket {

    private static final int MAX_ANSWER_BYTES = 16 << 10;
    private static final int FORBIDDEN = 403;
    private static final int CREDENTIALS_WANTED = 407;

    private final ProxyServer proxy;
    private final Destination to;

    ProxySocket(ProxyServer proxy, Destination to) {
        this.proxy = proxy;
        this.to = to;
    }

    /** @param ignored where the URL leads: the proxy knows better */
    @Override
    public void connect(SocketAddress ignored) throws IOException {
        connect(ignored, 0);
    }

    @Override
    public void connect(SocketAddress ignored, int timeoutMillis) throws IOException {
        super.connect(to.address() == null ? new InetSocketAddress(proxy.host(), proxy.port()) : new InetSocketAddress(to.address(), proxy.port()),
                timeoutMillis);
        int timeoutAfter = getSoTimeout();
        setSoTimeout(timeoutMillis);
        getOutputStream().write(proxy.request(to));
        check(answer());
        setSoTimeout(timeoutAfter);
    }

    /** The status line. What comes after the blank line is the gateway's, so no byte more is read. */
    private String answer() throws IOException {
        InputStream in = getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int ends = 0; ends < 2;) {
            int next = in.read();
            if (next < 0 || head.size() == MAX_ANSWER_BYTES) {
                throw new ProxyException(proxy + " does not answer as an HTTP proxy does");
            }
            head.write(next);
            ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
    }

    private void check(String statusLine) throws ProxyException {
        String[] words = statusLine.split(" ", 3);
        if (!words[0].startsWith("HTTP/1.") || words.length < 2 || !words[1].matches("\\d{3}")) {
            throw new ProxyException(proxy + " does not answer as an HTTP proxy does");
        }
        int status = Integer.parseInt(words[1]);
        if (status == CREDENTIALS_WANTED) {
            throw new ProxyException(proxy + " wants other credentials: correct proxy in " + TunnelSettings.FILE);
        } else if (status == FORBIDDEN) {
            throw new ProxyException(proxy + " does not let anybody reach " + to.host() + " port " + to.port());
        } else if (status / 100 != 2) {
            throw new ProxyException(proxy + " does not reach " + to.host() + " port " + to.port() + " (HTTP status " + status + ")");
        }
    }
}
