package com.softellect.vpn.tunnel.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that connects everybody with the right credentials to one server, whatever host he names. */
final class ConnectProxy implements Closeable {

    private final ServerSocket door;
    private final int serverPort;
    private final String credentials;

    /** The heads of the requests, in order. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** @param credentials the value of the header that is wanted */
    ConnectProxy(int serverPort, String credentials) throws IOException {
        this.serverPort = serverPort;
        this.credentials = credentials;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket caller = door.accept();
            start(() -> serve(caller));
        }
    }

    private void serve(Socket caller) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) caller.getInputStream().read());
        }
        requests.add(head.toString());
        OutputStream out = caller.getOutputStream();
        if (!head.toString().contains("Proxy-Authorization: " + credentials + "\r\n")) {
            out.write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            caller.close();
            return;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        start(() -> pump(server.getInputStream(), caller));
        pump(caller.getInputStream(), server);
    }

    private static void pump(InputStream in, Socket to) throws IOException {
        try (to) {
            in.transferTo(to.getOutputStream());
        }
    }

    private interface Loop {
        void run() throws IOException;
    }

    private static void start(Loop loop) {
        Thread thread = new Thread(() -> {
            try {
                loop.run();
            } catch (IOException e) {
                // closed, here or there
            }
        }, "connect-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
