package com.softellect.vpn.lab.e2e;

import com.softellect.vpn.lab.net.Namespace;
import com.softellect.vpn.lab.net.Network;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** An application that sends all kinds of things to everywhere, all the time, and minds no error: what must not get past a tunnel. */
final class Chatter implements AutoCloseable {

    /** The IPv6 address of the other end of the cable between client and gateway. */
    static final String GATEWAY_IPV6 = "fd00:50::1";
    static final String CLIENT_IPV6 = "fd00:50::2";

    private static final int DISCARD = 9;
    private static final int DNS = 53;
    private static final int HTTP = 80;
    private static final long PAUSE_MILLIS = 20;

    private static final List<SocketAddress> DATAGRAMS_TO = List.of(to(Network.INTERNET_ADDRESS, DISCARD), to(Network.INTERNET_DNS_ADDRESS, DNS),
            to(Network.GATEWAY_ADDRESS, DISCARD), to(Network.GATEWAY_ADDRESS, DNS), to("255.255.255.255", DISCARD), to("224.0.0.251", 5353));

    /** Speaks IPv6, which this JVM may not. */
    private final Process ping;
    private final FutureTask<Void> loop;
    private volatile boolean closed;

    private Chatter(Namespace from) throws IOException {
        this.ping = new ProcessBuilder(from.inside(List.of("ping", "-6", "-i", "0.2", GATEWAY_IPV6))).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        this.loop = new FutureTask<>(() -> from.call(this::run));
        Thread thread = new Thread(loop, "test-chatter");
        thread.setDaemon(true);
        thread.start();
    }

    static Chatter start(Namespace from) throws IOException {
        return new Chatter(from);
    }

    private static SocketAddress to(String address, int port) {
        return new InetSocketAddress(address, port);
    }

    private Void run() throws Exception {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setBroadcast(true);
            while (!closed) {
                DATAGRAMS_TO.forEach(to -> send(socket, to));
                connect();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
        return null;
    }

    private static void send(DatagramSocket socket, SocketAddress to) {
        try {
            socket.send(new DatagramPacket(new byte[] {0, 1, 1, 0}, 4, to));
        } catch (IOException e) {
            // there is no way, or it is barred
        }
    }

    private static void connect() {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.configureBlocking(false);
            channel.connect(to(Network.INTERNET_ADDRESS, HTTP));
        } catch (IOException e) {
            // likewise
        }
    }

    /** Whether it still sends. */
    boolean isTalking() {
        return !loop.isDone() && ping.isAlive();
    }

    /** @throws IllegalStateException if it has ended before */
    @Override
    public void close() {
        closed = true;
        ping.destroy();
        try {
            loop.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
