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
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Set<Socket> servers = ConcurrentHashMap.newKeySet();
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

    /** Breaks all connections, at the clients' end; new ones break at once, until {@link #repair}. */
    void cut() {
        down = true;
        clients.forEach(Line::close);
    }

    /** Whether the server has answered all that was on its way to it before the cut, to nobody, and closed these connections. */
    boolean isDry() {
        return servers.isEmpty();
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
        clients.add(client);
        servers.add(server);
        connections.incrementAndGet();
        ByteArrayOutputStream noted = new ByteArrayOutputStream();
        synchronized (this) {
            sent.add(noted);
        }
        start(() -> pumpToServer(client, server, noted));
        start(() -> pumpToClient(server, client));
        if (down) {
            cut();
        }
    }

    private void pumpToServer(Socket client, Socket server, ByteArrayOutputStream noted) {
        byte[] buffer = new byte[65_536];
        try {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                synchronized (this) {
                    noted.write(buffer, 0, length);
                }
                out.write(buffer, 0, length);
            }
        } catch (IOException e) {
            // broken, here or there
        } finally {
            end(server);
        }
    }

    /** Reads to the end, also if nobody wants it any more. */
    private void pumpToClient(Socket server, Socket client) {
        byte[] buffer = new byte[65_536];
        try {
            InputStream in = server.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                pass(buffer, length, client);
            }
        } catch (IOException e) {
            // broken
        } finally {
            close(client);
            close(server);
            clients.remove(client);
            servers.remove(server);
        }
    }

    private static void pass(byte[] buffer, int length, Socket client) {
        try {
            client.getOutputStream().write(buffer, 0, length);
        } catch (IOException e) {
            close(client);
        }
    }

    /** No more comes; what came is still answered. */
    private static void end(Socket server) {
        try {
            server.shutdownOutput();
        } catch (IOException e) {
            close(server);
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
        servers.forEach(Line::close);
        close(door);
    }
}
