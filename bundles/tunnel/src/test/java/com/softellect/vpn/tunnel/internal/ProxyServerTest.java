package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProxyServerTest {

    private static final Destination GATEWAY = new Destination("https://vpn.example:8443/cxf/vpn", null);
    private static final InetSocketAddress ANYWHERE = InetSocketAddress.createUnresolved("nowhere.invalid", 1);

    @Test
    void credentialsAreShownToTheProxyAndToNobodyElse() {
        ProxyServer proxy = ProxyServer.parse("http://alice:p%40ss:word@proxy.example:3128");
        assertThat(proxy).isEqualTo(new ProxyServer("proxy.example", 3128, "alice:p@ss:word"));
        assertThat(new String(proxy.request(GATEWAY), StandardCharsets.US_ASCII)).isEqualTo("CONNECT vpn.example:8443 HTTP/1.1\r\n"
                + "Host: vpn.example:8443\r\nProxy-Authorization: Basic YWxpY2U6cEBzczp3b3Jk\r\n\r\n");
        assertThat(proxy).hasToString("http://proxy.example:3128");
        assertThat(Settings.checked(Map.of("proxy", "http://alice:secret@proxy.example:3128")).toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example:3128", "https://proxy.example:3128", "http://proxy.example", "http://secret@proxy.example:1",
            "http://al ice:secret@proxy.example:1", "http://a:secret%0d%0aX@proxy.example:1", "http://proxy.example:3128/secret", "socks5://secret:secret@p:1"})
    void whatIsNoProxyNamesTheKeyAndHidesThePassword(String text) {
        assertThatThrownBy(() -> Settings.checked(Map.of("proxy", text))).hasMessageContaining("proxy in etc/com.softellect.vpn.tunnel.cfg")
                .hasMessageNotContaining("secret").satisfies(e -> assertThat(allMessages(e)).doesNotContain("secret"));
    }

    private static String allMessages(Throwable e) {
        return e == null ? "" : e + allMessages(e.getCause());
    }

    @Test
    void whatComesBehindTheProxysAnswerIsTheGateways() throws Exception {
        try (ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress()); ProxySocket socket = socket(door)) {
            CompletableFuture<String> asked = answer(door, "HTTP/1.0 200 Connection established\r\nX: y\r\n\r\nHELLO");
            socket.connect(ANYWHERE, 20_000);
            assertThat(asked.get(20, TimeUnit.SECONDS)).startsWith("CONNECT vpn.example:8443 HTTP/1.1\r\n");
            assertThat(new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII)).isEqualTo("HELLO");
            assertThat(socket.getSoTimeout()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "HTTP/1.1 403 Forbidden\r\n\r\n", "HTTP/1.1 502 Bad Gateway\r\n\r\n",
            "SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 200 OK\r\n", ""})
    void aProxyThatDoesNotConnectSaysWhy(String answer) throws Exception {
        try (ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress()); ProxySocket socket = socket(door)) {
            answer(door, answer);
            assertThatThrownBy(() -> socket.connect(ANYWHERE, 20_000)).isInstanceOf(ProxyException.class)
                    .satisfies(e -> assertThat(Diagnosis.of(new javax.xml.ws.WebServiceException(e), "https://vpn.example").problem()).contains("proxy"));
        }
    }

    private static ProxySocket socket(ServerSocket door) {
        return new ProxySocket(new ProxyServer("localhost", door.getLocalPort(), null), new Destination(GATEWAY.url(), InetAddress.getLoopbackAddress()));
    }

    /** Reads a request, answers so and sends no more. */
    private static CompletableFuture<String> answer(ServerSocket door, String answer) {
        CompletableFuture<String> asked = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try (Socket caller = door.accept()) {
                StringBuilder request = new StringBuilder();
                InputStream in = caller.getInputStream();
                while (!request.toString().endsWith("\r\n\r\n")) {
                    request.append((char) in.read());
                }
                asked.complete(request.toString());
                caller.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                asked.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return asked;
    }
}
