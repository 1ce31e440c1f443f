package com.softellect.vpn.lab.upgrade;

import com.softellect.vpn.lab.attack.Answer;
import com.softellect.vpn.lab.node.GatewayService;
import com.softellect.vpn.lab.node.Role;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to a gateway for one call after the other, made with the first call, and anew when it has broken. The Java platform's own client keeps
 * as many connections as it was told when the process began, and closes one whose answer is an error. Used by one thread, in the namespace that it is in.
 */
final class KeptConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int BUFFER_BYTES = 4096;

    private final GatewayService service;
    private final SSLSocketFactory sockets;
    private SSLSocket socket;

    /** @param sockets trust the gateway's certificate alone */
    KeptConnection(GatewayService service, SSLSocketFactory sockets) {
        this.service = service;
        this.sockets = sockets;
    }

    /** @throws IOException if there is no answer; the connection is closed then */
    Answer post(String body) throws IOException {
        try {
            if (socket == null) {
                connect();
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            socket.getOutputStream().write(("POST " + GatewayService.PATH + " HTTP/1.1\r\nHost: " + service.host() + ":" + Role.HTTPS_PORT
                    + "\r\nContent-Type: text/xml;charset=UTF-8\r\nContent-Length: " + bytes.length + "\r\n\r\n" + body).getBytes(StandardCharsets.UTF_8));
            Answer answer = read(socket.getInputStream());
            if (answer.closes()) {
                close();
            }
            return answer;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void connect() throws IOException {
        Socket plain = new Socket();
        plain.setTcpNoDelay(true);
        try {
            plain.connect(new InetSocketAddress(service.host(), Role.HTTPS_PORT), TIMEOUT_MILLIS);
            plain.setSoTimeout(TIMEOUT_MILLIS);
            socket = (SSLSocket) sockets.createSocket(plain, service.host(), Role.HTTPS_PORT, true);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static Answer read(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        String received = "";
        Optional<Answer> answer = Optional.empty();
        while (answer.isEmpty()) {
            int read = in.read(buffer);
            if (read < 0) {
                throw new EOFException("the gateway closed the connection");
            }
            received += new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
            answer = Answer.parse(received);
        }
        return answer.get();
    }

    @Override
    public void close() {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // it is closed all the same
        }
        socket = null;
    }
}
