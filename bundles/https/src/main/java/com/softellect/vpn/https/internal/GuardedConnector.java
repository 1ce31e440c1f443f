package com.softellect.vpn.https.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connector that closes connections which are not welcome before anything is spent on them. Any thread. */
final class GuardedConnector extends ServerConnector {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedConnector.class);

    /**
     * The most connections at a time of addresses that no client came from. A handshake holds some 50 KB, and takes a millisecond or more of a
     * core: this many at a time leave room for the clients, in the heap and among the threads, however slow the machine is.
     */
    private static final int MAX_STRANGERS = 100;

    private final Predicate<String> blocked;
    private final Predicate<String> known;
    private final int maxConnections;
    private final DoorCounters counters;

    /** All that were let in and are not closed yet. */
    private final Set<Object> open = ConcurrentHashMap.newKeySet();

    /** Those of them that came from an address that was not known then; {@link #forgetKnown} looks again. */
    private final Map<Object, String> strangers = new ConcurrentHashMap<>();

    /**
     * @param blocked whether connections from an address (IPv4 or IPv6, as text) are to be cut off
     * @param known   whether a client came from an address
     */
    GuardedConnector(Server server, Predicate<String> blocked, Predicate<String> known, int maxConnections, DoorCounters counters,
            ConnectionFactory... factories) {
        super(server, 1, -1, factories);
        this.blocked = blocked;
        this.known = known;
        this.maxConnections = maxConnections;
        this.counters = counters;
    }

    /** Before Jetty sets anything up for the connection: a flood comes this far. */
    @Override
    public void accept(int acceptor) throws IOException {
        ServerSocketChannel listening = (ServerSocketChannel) getTransport();
        if (listening == null || !listening.isOpen()) {
            return;
        }
        SocketChannel channel = listening.accept();
        if (!admits(channel)) {
            refuse(channel);
            return;
        }
        open.add(channel);
        try {
            channel.configureBlocking(false);
            configure(channel.socket());
        } catch (IOException e) {
            forget(channel);
            throw e;
        }
        getSelectorManager().accept(channel);
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new ServerConnectorManager(executor, scheduler, selectors) {
            @Override
            protected void onAcceptFailed(SelectableChannel channel, Throwable cause) {
                forget(channel);
                super.onAcceptFailed(channel, cause);
            }
        };
    }

    private boolean admits(SocketChannel channel) {
        if (open.size() >= maxConnections) {
            counters.refusedFull();
            return false;
        }
        String address = address(channel);
        boolean stranger = !known.test(address);
        if (stranger && strangers.size() >= MAX_STRANGERS) {
            counters.refusedFull();
            return false;
        }
        if (blocked.test(address)) {
            counters.refusedBlocked();
            return false;
        }
        if (stranger) {
            strangers.put(channel, address);
        }
        counters.accepted();
        return true;
    }

    /** Who has shown meanwhile who he is makes room for other strangers. To be called now and then. */
    void forgetKnown() {
        strangers.values().removeIf(known);
    }

    private void forget(Object channel) {
        open.remove(channel);
        strangers.remove(channel);
    }

    private static String address(SocketChannel channel) {
        try {
            InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
            String address = remote.getAddress().getHostAddress();
            int zone = address.indexOf('%');
            return zone < 0 ? address : address.substring(0, zone);
        } catch (IOException e) {
            return ""; // it has gone already
        }
    }

    /** With a reset: nothing of the connection stays in the kernel. */
    private static void refuse(SocketChannel channel) {
        try (channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            LOG.debug("closing a connection that is not welcome: {}", e.toString());
        }
    }

    @Override
    protected void onEndPointClosed(EndPoint endPoint) {
        forget(endPoint.getTransport());
        super.onEndPointClosed(endPoint);
    }
}
