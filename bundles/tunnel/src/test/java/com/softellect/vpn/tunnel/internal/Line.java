package com.softellect.vpn.tunnel.internal;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The line between clients and a server on loopback: can be cut, and knows what clients sent. Thread-safe. */
final class Line implements AutoCloseable {

    private final ServerSocket door;
    private final int serverPort;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<ByteArrayOutputStream> sent = new ArrayList<>();

    /** Written by the test's thread. */
    private volatile boolean down;

    Line(int serverPort) throws IOException {
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.serverPort = serverPort;
        start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** How many connections were made. */
    int connections() {
        return connections.get();
    }

    /** Breaks all connections; new ones break at once, until {@link #repair}. */
    void cut() {
        down = true;
        open.forEach(Line::close);
    }

    void repair() {
        down = false;
    }

    /** One TLS record that a client sent: its type, and its length without the five bytes before it. */
    record TlsRecord(int type, int length) {
    }

    /** What clients sent, all connections one after the other. */
    synchronized List<TlsRecord> records() {
        List<TlsRecord> records = new ArrayList<>();
        for (ByteArrayOutputStream connection : sent) {
            ByteBuffer bytes = ByteBuffer.wrap(connection.toByteArray());
            while (bytes.remaining() >= 5) {
                int type = bytes.get();
                bytes.getShort();
                int length = bytes.getShort() & 0xffff;
                records.add(new TlsRecord(type, length));
                bytes.position(bytes.position() + length);
            }
        }
        return records;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                if (down) {
                    close(client);
                } else {
                    connect(client);
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        open.add(client);
        open.add(server);
        connections.incrementAndGet();
        ByteArrayOutputStream noted = new ByteArrayOutputStream();
        synchronized (this) {
            sent.add(noted);
        }
        start(() -> pump(client, server, noted));
        start(() -> pump(server, client, null));
        if (down) {
            cut();
        }
    }

    private void pump(Socket from, Socket to, ByteArrayOutputStream noted) {
        byte[] buffer = new byte[65_536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (noted != null) {
                    synchronized (this) {
                        noted.write(buffer, 0, length);
                    }
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            // broken, here or there
        } finally {
            close(from);
            close(to);
        }
    }

    private static void start(Runnable loop) {
        Thread thread = new Thread(loop, "line");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        close(door);
    }
}
