package com.softellect.vpn.dns.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two sockets that clients ask at. They are opened as soon as there is an adapter with their address and nobody else has their port, which is looked
 * after from time to time. Once open they stay so: an adapter that is closed and opened again with the same address takes nothing from them, and the
 * next version of the bundle goes on with them.
 *
 * <p>Belongs to the loop, but for {@link #isOpen} and {@link #problem}.
 */
final class Doors {

    private static final long RETRY_MILLIS = 500;
    private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

    private final InetSocketAddress address;
    private final Loop loop;
    private final Reception reception;
    private final DnsCounters counters;
    private DatagramChannel udp;
    private ServerSocketChannel tcp;
    private UdpDoor udpDoor;

    /** Written by the loop. */
    private volatile boolean open;
    private volatile String problem;

    Doors(InetSocketAddress address, Loop loop, Reception reception, DnsCounters counters) {
        this.address = address;
        this.loop = loop;
        this.reception = reception;
        this.counters = counters;
    }

    /** Any thread. */
    boolean isOpen() {
        return open;
    }

    /** Why they are not open, or nobody can reach them, in words; null if somebody can. Any thread. */
    String problem() {
        return open && !isOnThisMachine() ? "the adapter with the address " + address.getAddress().getHostAddress() + " is gone" : problem;
    }

    /** @param left what {@link #leave} gave to the version before; empty if there was none */
    void open(Map<?, ?> left) {
        udp = (DatagramChannel) ours((NetworkChannel) left.get("udp"));
        tcp = (ServerSocketChannel) ours((NetworkChannel) left.get("tcp"));
        tryToOpen();
        if (open && left.get("queries") instanceof List<?> queries) {
            udpDoor.takeOver(queries);
        }
    }

    private NetworkChannel ours(NetworkChannel left) {
        try {
            if (left != null && address.equals(local(left))) {
                return left;
            }
        } catch (IOException e) {
            LOG.debug("a socket was closed meanwhile", e);
        }
        loop.close(left);
        return null;
    }

    private static SocketAddress local(NetworkChannel channel) throws IOException {
        return channel.getLocalAddress();
    }

    private void tryToOpen() {
        try {
            if (udp == null && !isOnThisMachine()) {
                waiting();
                return;
            }
            bind();
            udpDoor = new UdpDoor(udp, loop, reception, counters);
            udpDoor.open();
            new TcpDoor(tcp, loop, reception, counters).open();
            open = true;
            problem = null;
            LOG.info("dns: answers at {}, UDP and TCP", Upstream.text(address));
        } catch (IOException e) {
            loop.close(udp);
            loop.close(tcp);
            udp = null;
            tcp = null;
            failed(advice(e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    private boolean isOnThisMachine() {
        try {
            return address.getAddress().isAnyLocalAddress() || NetworkInterface.getByInetAddress(address.getAddress()) != null;
        } catch (SocketException e) {
            return true; // nobody knows: binding will tell
        }
    }

    private void bind() throws IOException {
        if (udp == null) {
            udp = DatagramChannel.open(StandardProtocolFamily.INET);
            udp.bind(address);
        }
        if (tcp == null) {
            tcp = ServerSocketChannel.open(StandardProtocolFamily.INET);
            tcp.bind(address);
        }
    }

    private void failed(String why) {
        if (!why.equals(problem)) {
            LOG.warn("dns: does not answer at {}: {}", Upstream.text(address), why);
        }
        tryAgain(why);
    }

    /** No reason to worry: the adapter of a gateway that starts comes a little later. */
    private void waiting() {
        if (problem == null) {
            LOG.info("dns: waits for an adapter with the address {}", address.getAddress().getHostAddress());
        }
        tryAgain("it waits for an adapter with the address " + address.getAddress().getHostAddress());
    }

    private void tryAgain(String why) {
        problem = why;
        loop.after(RETRY_MILLIS, this::tryToOpen);
    }

    private String advice(String why) {
        String settings = "in etc/" + DnsSettings.PID + ".cfg";
        String lower = why.toLowerCase(Locale.ROOT);
        if (lower.contains("in use")) {
            return "another program has the port (" + why + "): find it with ss -lnup 'sport = :" + address.getPort()
                    + "' and have it leave this address, or set another port or enabled = false " + settings;
        }
        if (lower.contains("denied") || lower.contains("permitted")) {
            return "this user may not have the port (" + why + "): give the process the capability CAP_NET_BIND_SERVICE, or set another port " + settings;
        }
        return why + ": correct listen or port " + settings;
    }

    /** The sockets and the queries that wait, into a state for the next version. They stay open. */
    void leave(Map<String, Object> state) {
        if (open) {
            state.put("udp", udp);
            state.put("tcp", tcp);
            state.put("queries", udpDoor.leave());
        }
    }
}
