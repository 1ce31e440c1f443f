package com.softellect.vpn.lab.e2e;

import com.softellect.vpn.lab.net.Namespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Makes many flows, and answers them: a host with some ports for TCP and many for UDP, and a client that uses each of them from some of its own. */
final class ManyFlows implements AutoCloseable {

    private static final int UDP_PORTS = 300;
    private static final int TCP_PORTS = 6;
    private static final int FIRST_PORT = 30_000;
    private static final int BACKLOG = 1024;
    private static final int BUFFER = 4 << 20;
    private static final long WAIT_MILLIS = 500;
    /** What is lost on a busy machine is sent again. */
    private static final int ROUNDS = 40;

    private final Selector selector;
    private final List<InetSocketAddress> udp = new ArrayList<>();
    private final List<InetSocketAddress> tcp = new ArrayList<>();

    private ManyFlows(Selector selector) {
        this.selector = selector;
    }

    static ManyFlows start(Namespace namespace, String address) throws Exception {
        return namespace.call(() -> {
            ManyFlows flows = new ManyFlows(Selector.open());
            for (int i = 0; i < UDP_PORTS; i++) {
                InetSocketAddress at = new InetSocketAddress(address, FIRST_PORT + i);
                flows.register(DatagramChannel.open().bind(at), SelectionKey.OP_READ);
                flows.udp.add(at);
            }
            for (int i = 0; i < TCP_PORTS; i++) {
                InetSocketAddress at = new InetSocketAddress(address, FIRST_PORT + i);
                flows.register(ServerSocketChannel.open().bind(at, BACKLOG), SelectionKey.OP_ACCEPT);
                flows.tcp.add(at);
            }
            Thread thread = new Thread(flows::answer, "test-many-flows");
            thread.setDaemon(true);
            thread.start();
            return flows;
        });
    }

    private void register(SelectableChannel channel, int interest) throws IOException {
        channel.configureBlocking(false).register(selector, interest);
    }

    private void answer() {
        ByteBuffer buffer = ByteBuffer.allocate(2048);
        try {
            while (selector.select() >= 0) {
                for (SelectionKey key : selector.selectedKeys()) {
                    answer(key, buffer.clear());
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException | ClosedSelectorException e) {
            return; // closed; or the client waits in vain, which fails the test
        }
    }

    /** A datagram comes back; a connection gets back what it sends. */
    private void answer(SelectionKey key, ByteBuffer buffer) throws IOException {
        if (key.channel() instanceof DatagramChannel datagrams) {
            SocketAddress from = datagrams.receive(buffer);
            if (from != null) {
                datagrams.send(buffer.flip(), from);
            }
        } else if (key.channel() instanceof ServerSocketChannel server) {
            SocketChannel connection = server.accept();
            if (connection != null) {
                register(connection, SelectionKey.OP_READ);
            }
        } else {
            SocketChannel connection = (SocketChannel) key.channel();
            if (connection.read(buffer) < 0) {
                connection.close();
            } else {
                connection.write(buffer.flip());
            }
        }
    }

    /** Has one datagram answered in each of that many flows. @return how many were */
    int udp(Namespace from, int flows) throws Exception {
        int sockets = flows / UDP_PORTS;
        BitSet answered = new BitSet();
        List<DatagramChannel> channels = new ArrayList<>();
        try (Selector answers = Selector.open()) {
            for (int i = 0; i < sockets; i++) {
                DatagramChannel channel = from.call(DatagramChannel::open);
                channels.add(channel);
                channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
                channel.configureBlocking(false).register(answers, SelectionKey.OP_READ, i);
            }
            for (int round = 0; round < ROUNDS && answered.cardinality() < flows; round++) {
                for (int i = 0; i < flows; i++) {
                    if (!answered.get(i)) {
                        channels.get(i / UDP_PORTS).send(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), udp.get(i % UDP_PORTS));
                    }
                    if (i % UDP_PORTS == 0) {
                        collect(answers, answered, 0);
                    }
                }
                collect(answers, answered, WAIT_MILLIS);
            }
        } finally {
            for (DatagramChannel channel : channels) {
                channel.close();
            }
        }
        return answered.cardinality();
    }

    /** @param millis how long it may be silent; 0: takes what is there */
    private void collect(Selector answers, BitSet answered, long millis) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        while ((millis == 0 ? answers.selectNow() : answers.select(millis)) > 0) {
            for (SelectionKey key : answers.selectedKeys()) {
                SocketAddress at = ((DatagramChannel) key.channel()).receive(buffer.clear());
                if (at instanceof InetSocketAddress source) {
                    answered.set((int) key.attachment() * UDP_PORTS + source.getPort() - FIRST_PORT);
                }
            }
            answers.selectedKeys().clear();
        }
    }

    /** Makes that many connections, some at a time, has a byte sent back in each, and closes it. @return how many got it */
    int tcp(Namespace from, int flows) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(TCP_PORTS);
        try {
            List<Future<Integer>> parts = new ArrayList<>();
            for (InetSocketAddress to : tcp) {
                parts.add(threads.submit(() -> from.call(connections(to, flows / TCP_PORTS))));
            }
            int answered = 0;
            for (Future<Integer> part : parts) {
                answered += part.get();
            }
            return answered;
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Integer> connections(InetSocketAddress to, int count) {
        return () -> {
            int answered = 0;
            for (int i = 0; i < count; i++) {
                try (SocketChannel connection = SocketChannel.open(to)) {
                    connection.write(ByteBuffer.wrap(new byte[] {1}));
                    answered += connection.read(ByteBuffer.allocate(1)) == 1 ? 1 : 0;
                }
            }
            return answered;
        };
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            key.channel().close();
        }
        selector.close();
    }
}
