package com.softellect.vpn.translator.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** A program that sends back what comes by UDP and TCP: {@code EchoHost PORT ADDRESS...}. Says {@code ready}, and ends with its input. */
final class EchoHost {

    private static final int BACKLOG = 4096;

    private EchoHost() {
    }

    public static void main(String[] arguments) throws Exception {
        Selector selector = Selector.open();
        int port = Integer.parseInt(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(arguments[i]), port);
            DatagramChannel udp = DatagramChannel.open().bind(address);
            udp.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            ServerSocketChannel tcp = ServerSocketChannel.open().bind(address, BACKLOG);
            tcp.configureBlocking(false).register(selector, SelectionKey.OP_ACCEPT);
        }
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    Thread.onSpinWait();
                }
            } catch (java.io.IOException e) {
                System.err.println(e);
            }
            System.exit(0);
        });
        watch.setDaemon(true);
        watch.start();
        System.out.println("ready");
        ByteBuffer buffer = ByteBuffer.allocate(65_536);
        while (selector.select() >= 0) {
            for (SelectionKey key : selector.selectedKeys()) {
                serve(selector, key, buffer.clear());
            }
            selector.selectedKeys().clear();
        }
    }

    private static void serve(Selector selector, SelectionKey key, ByteBuffer buffer) throws java.io.IOException {
        if (key.channel() instanceof DatagramChannel udp) {
            SocketAddress from = udp.receive(buffer);
            if (from != null) {
                udp.send(buffer.flip(), from);
            }
        } else if (key.channel() instanceof ServerSocketChannel tcp) {
            SocketChannel accepted = tcp.accept();
            if (accepted != null) {
                accepted.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            }
        } else {
            SocketChannel connection = (SocketChannel) key.channel();
            try {
                if (connection.read(buffer) < 0) {
                    connection.close();
                } else {
                    connection.write(buffer.flip());
                }
            } catch (java.io.IOException e) {
                connection.close();
            }
        }
    }
}
