package com.softellect.vpn.interop.internal;

import com.softellect.vpn.api.adapter.TunAdapter;
import com.softellect.vpn.api.adapter.TunAdapterSettings;
import com.softellect.vpn.api.packet.Ipv4Network;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Two real adapters of one network, each in a namespace of its own, and what one receives is sent by the other: the smallest tunnel
 * there is.
 */
final class AdapterPair implements AutoCloseable {

    private final NetworkNamespace leftSide = new NetworkNamespace();
    private final NetworkNamespace rightSide = new NetworkNamespace();
    private final TunAdapter left;
    private final TunAdapter right;
    private final Forwarder toRight;
    private final Forwarder toLeft;

    AdapterPair(int leftMtu, boolean leftOffload, int rightMtu, boolean rightOffload) throws Exception {
        left = open(leftSide, "10.66.77.1/24", leftMtu, leftOffload);
        right = open(rightSide, "10.66.77.2/24", rightMtu, rightOffload);
        toRight = new Forwarder(left, right);
        toLeft = new Forwarder(right, left);
    }

    private static TunAdapter open(NetworkNamespace side, String network, int mtu, boolean offload) throws Exception {
        return side.call(() -> new LinuxTunAdapterProvider()
                .open(new TunAdapterSettings("vpntest0", Ipv4Network.parse(network), mtu, offload)));
    }

    TunAdapter left() {
        return left;
    }

    TunAdapter right() {
        return right;
    }

    /** What goes from the left adapter to the right one. */
    Forwarder toRight() {
        return toRight;
    }

    Forwarder toLeft() {
        return toLeft;
    }

    NetworkNamespace leftSide() {
        return leftSide;
    }

    NetworkNamespace rightSide() {
        return rightSide;
    }

    /** A TCP connection through both adapters. */
    Connection connect() throws Exception {
        return connect(leftSide, rightSide, "10.66.77.2");
    }

    static Connection connect(NetworkNamespace from, NetworkNamespace to, String at) throws Exception {
        InetAddress address = InetAddress.getByName(at);
        try (ServerSocket listener = to.call(() -> new ServerSocket(0, 1, address))) {
            Socket socket = from.call(() -> new Socket(address, listener.getLocalPort()));
            return new Connection(socket, listener.accept());
        }
    }

    /** The two ends of it. */
    record Connection(Socket left, Socket right) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            left.close();
            right.close();
        }
    }

    @Override
    public void close() {
        toRight.stop();
        toLeft.stop();
        left.close();
        right.close();
        leftSide.close();
        rightSide.close();
    }
}
