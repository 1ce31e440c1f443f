package com.softellect.vpn.lab.e2e;

import com.softellect.vpn.lab.net.Namespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Sends every datagram back to where it came from, from a thread of its own until it is closed. */
final class UdpEcho implements AutoCloseable {

    private static final int ANSWER_LIMIT_MILLIS = 10_000;
    private static final int LARGEST = 65_535;

    private final DatagramSocket socket;

    private UdpEcho(DatagramSocket socket) {
        this.socket = socket;
    }

    static UdpEcho start(Namespace namespace, String address) throws Exception {
        UdpEcho echo = new UdpEcho(namespace.call(() -> new DatagramSocket(0, InetAddress.getByName(address))));
        Thread thread = new Thread(echo::answer, "test-udp-echo");
        thread.setDaemon(true);
        thread.start();
        return echo;
    }

    /** Sends random datagrams one after the other. @return how many came back as they were; the first that does not ends it */
    int exchange(Namespace from, int bytes, int count) throws Exception {
        SplittableRandom random = new SplittableRandom(bytes);
        try (DatagramSocket client = from.call(() -> new DatagramSocket())) {
            client.connect(new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort()));
            client.setSoTimeout(ANSWER_LIMIT_MILLIS);
            int same = 0;
            while (same < count && comesBack(client, random, bytes)) {
                same++;
            }
            return same;
        }
    }

    private static boolean comesBack(DatagramSocket client, SplittableRandom random, int bytes) throws IOException {
        byte[] sent = new byte[bytes];
        random.nextBytes(sent);
        client.send(new DatagramPacket(sent, sent.length));
        DatagramPacket answer = new DatagramPacket(new byte[LARGEST], LARGEST);
        client.receive(answer);
        return Arrays.equals(sent, Arrays.copyOf(answer.getData(), answer.getLength()));
    }

    private void answer() {
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LARGEST);
                socket.receive(packet);
                socket.send(packet);
            } catch (IOException e) {
                socket.close(); // the other end then waits in vain, which fails the test
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
