package com.softellect.vpn.dns.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where clients' connections come in. Belongs to the loop. */
final class TcpDoor {

    private static final Logger LOG = LoggerFactory.getLogger(TcpDoor.class);

    /** Connections at a time: of all, and of one client. */
    private static final int MOST = 128;
    private static final int MOST_OF_ONE = 8;

    private final ServerSocketChannel channel;
    private final Loop loop;
    private final Reception reception;
    private final DnsCounters counters;
    private final Set<TcpConnection> connections = new HashSet<>();

    /** @param channel bound; it is not this object's to close */
    TcpDoor(ServerSocketChannel channel, Loop loop, Reception reception, DnsCounters counters) {
        this.channel = channel;
        this.loop = loop;
        this.reception = reception;
        this.counters = counters;
    }

    void open() throws IOException {
        loop.register(channel, SelectionKey.OP_ACCEPT, this::accept);
    }

    private void accept() {
        try {
            SocketChannel accepted = channel.accept();
            if (accepted != null) {
                begin(accepted);
            }
        } catch (IOException e) {
            LOG.warn("dns: can't accept connections: {}", e.toString());
            loop.pause(channel);
        }
    }

    private void begin(SocketChannel accepted) throws IOException {
        int address = ByteBuffer.wrap(((InetSocketAddress) accepted.getRemoteAddress()).getAddress().getAddress()).getInt();
        if (!reception.admits(address)) {
            loop.close(accepted);
        } else if (connections.size() >= MOST || connections.stream().filter(one -> one.address() == address).count() >= MOST_OF_ONE) {
            counters.count(DnsCounter.REFUSED_CONNECTION);
            loop.close(accepted);
        } else {
            TcpConnection connection = new TcpConnection(accepted, address, loop, reception, connections::remove);
            connections.add(connection);
            connection.begin();
        }
    }
}
