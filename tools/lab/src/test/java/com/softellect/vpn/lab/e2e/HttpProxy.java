package com.softellect.vpn.lab.e2e;

import com.softellect.vpn.lab.net.Namespace;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An HTTP proxy in a namespace: it connects whoever shows the right credentials to where he wants (CONNECT), unless it is told to refuse. */
final class HttpProxy implements Closeable {

    static final int PORT = 3128;

    private final Namespace namespace;
    private final String credentials;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;

    private HttpProxy(Namespace namespace, String credentials, ServerSocket door) {
        this.namespace = namespace;
        this.credentials = credentials;
        this.door = door;
    }

    /** @param credentials user and password with a colon between */
    static HttpProxy start(Namespace namespace, String address, String credentials) throws Exception {
        ServerSocket door = namespace.call(() -> new ServerSocket(PORT, 50, InetAddress.getByName(address)));
        HttpProxy proxy = new HttpProxy(namespace, "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII)), door);
        proxy.start(proxy::accept);
        return proxy;
    }

    /** From now on it refuses everybody, also who is connected already; or nobody. */
    void refuse(boolean all) throws IOException {
        refusing = all;
        cutOff();
    }

    private void accept() throws Exception {
        while (true) {
            Socket caller = door.accept();
            open.add(caller);
            start(() -> serve(caller));
        }
    }

    private void serve(Socket caller) throws Exception {
        try (caller) {
            String head = head(caller.getInputStream());
            String[] request = head.split(" ", 3);
            OutputStream out = caller.getOutputStream();
            if (refusing) {
                answer(out, "403 Forbidden");
            } else if (!request[0].equals("CONNECT") || !head.contains("\r\nProxy-Authorization: " + credentials + "\r\n")) {
                answer(out, "407 Proxy Authentication Required");
            } else {
                connect(caller, out, request[1].split(":"));
            }
        } finally {
            open.remove(caller);
        }
    }

    private void connect(Socket caller, OutputStream out, String[] to) throws Exception {
        try (Socket server = namespace.call(() -> new Socket(to[0], Integer.parseInt(to[1])))) {
            open.add(server);
            answer(out, "200 Connection established");
            start(() -> pump(server.getInputStream(), caller));
            pump(caller.getInputStream(), server);
            open.remove(server);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no whole request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void answer(OutputStream out, String status) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\nProxy-Agent: lab\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void pump(InputStream in, Socket to) throws IOException {
        try (to) {
            in.transferTo(to.getOutputStream());
        }
    }

    private interface Loop {
        void run() throws Exception;
    }

    private void start(Loop loop) {
        Thread thread = new Thread(() -> {
            try {
                loop.run();
            } catch (Exception e) {
                // closed, here or there
            }
        }, "lab-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void cutOff() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cutOff();
    }
}
