package com.softellect.vpn.lab.net;

import com.softellect.vpn.lab.LabException;
import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sees every frame that comes in through a network card (a packet socket), and keeps one line for each kind: what it is and where it goes to. On the far end of
 * a cable it sees all that the near end lets out. Thread {@code lab-watch}; {@link #close} ends it.
 */
public final class LinkWatch implements AutoCloseable {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int ETH_P_ALL = 3;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int POLLIN = 1;
    private static final int POLL_MILLIS = 50;
    private static final int OUTGOING = 4;

    private static final int SOCKADDR_LL_BYTES = 20;
    private static final int PACKET_TYPE_OFFSET = 10;
    private static final int FRAME_BYTES = 128;
    private static final int ETHERNET_BYTES = 14;

    /** What is needed of the C library. */
    interface LibC extends Library {
        int socket(int domain, int type, int protocol) throws LastErrorException;

        int bind(int descriptor, byte[] address, int length) throws LastErrorException;

        int poll(int[] descriptors, long count, int timeoutMillis) throws LastErrorException;

        long recvfrom(int descriptor, Memory buffer, long size, int flags, byte[] from, int[] fromLength) throws LastErrorException;

        int close(int descriptor) throws LastErrorException;
    }

    private static final LibC C = Native.load("c", LibC.class);

    private final int socket;
    private final Thread thread;
    private final Map<String, Long> seen = new TreeMap<>();
    private volatile boolean closed;

    private LinkWatch(int socket) {
        this.socket = socket;
        this.thread = new Thread(this::run, "lab-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** Watches that card of the namespace, from now on. */
    public static LinkWatch start(Namespace namespace, String card) throws LabException, InterruptedException {
        try {
            return namespace.call(() -> new LinkWatch(open(NetworkInterface.getByName(card).getIndex())));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new LabException("cannot watch " + card + ": " + e.getMessage(), e);
        }
    }

    private static int open(int card) {
        short everything = Short.reverseBytes((short) ETH_P_ALL);
        int socket = C.socket(AF_PACKET, SOCK_RAW, everything & 0xffff);
        byte[] address = ByteBuffer.allocate(SOCKADDR_LL_BYTES).order(ByteOrder.nativeOrder()).putShort((short) AF_PACKET).putShort(everything)
                .putInt(card).array();
        C.bind(socket, address, SOCKADDR_LL_BYTES);
        return socket;
    }

    private void run() {
        try (Memory frame = new Memory(FRAME_BYTES)) {
            byte[] from = new byte[SOCKADDR_LL_BYTES];
            while (!closed) {
                if (C.poll(new int[] {socket, POLLIN}, 1, POLL_MILLIS) > 0) {
                    frame.clear();
                    C.recvfrom(socket, frame, FRAME_BYTES, MSG_DONTWAIT, from, new int[] {SOCKADDR_LL_BYTES});
                    if (from[PACKET_TYPE_OFFSET] != OUTGOING) {
                        note(frame.getByteArray(0, FRAME_BYTES));
                    }
                }
            }
        }
    }

    private synchronized void note(byte[] frame) {
        seen.merge(kind(ByteBuffer.wrap(frame)), 1L, Long::sum);
    }

    /** As {@code tcp 192.168.50.1 8443}; {@code arp}; {@code nd 135}; or the frame's type. */
    private static String kind(ByteBuffer frame) {
        int type = frame.getShort(12) & 0xffff;
        return switch (type) {
            case 0x0806 -> "arp";
            case 0x0800 -> ipv4(frame);
            case 0x86dd -> ipv6(frame);
            default -> "type " + Integer.toHexString(type);
        };
    }

    private static String ipv4(ByteBuffer frame) {
        int header = ETHERNET_BYTES + (frame.get(ETHERNET_BYTES) & 15) * 4;
        int to = ETHERNET_BYTES + 16;
        String address = (frame.get(to) & 255) + "." + (frame.get(to + 1) & 255) + "." + (frame.get(to + 2) & 255) + "." + (frame.get(to + 3) & 255);
        return protocol(frame.get(ETHERNET_BYTES + 9) & 255, address, frame.getShort(header + 2) & 0xffff);
    }

    private static String ipv6(ByteBuffer frame) {
        int protocol = frame.get(ETHERNET_BYTES + 6) & 255;
        int type = frame.get(ETHERNET_BYTES + 40) & 255;
        if (protocol == 58 && type >= 133 && type <= 137) {
            return "nd " + type;
        }
        return "ipv6 " + protocol;
    }

    private static String protocol(int number, String address, int port) {
        return switch (number) {
            case 6 -> "tcp " + address + " " + port;
            case 17 -> "udp " + address + " " + port;
            case 1 -> "icmp " + address;
            default -> number + " " + address;
        };
    }

    /** How often each kind was seen since this was asked last. */
    public synchronized Map<String, Long> take() {
        Map<String, Long> taken = new TreeMap<>(seen);
        seen.clear();
        return taken;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
            C.close(socket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the socket stays open rather than being closed under its thread
        }
    }
}
