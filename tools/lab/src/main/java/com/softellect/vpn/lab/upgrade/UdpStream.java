package com.softellect.vpn.lab.upgrade;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Namespace;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Numbered datagrams, 1000 a second, and what arrives of them. Threads of its own send and receive; the methods are one thread's.
 */
final class UdpStream implements AutoCloseable {

    private static final int PERIOD_MICROS = 1000;
    private static final int BYTES = 200;
    private static final int BUFFER_BYTES = 4 << 20;
    private static final long INTERRUPTED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final DatagramSocket from;
    private final DatagramSocket to;
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lab-udp-send");
        thread.setDaemon(true);
        return thread;
    });

    /** Guarded by this, as are all below. */
    private long sent;
    private long received;
    private long lastNanos;
    private long worstGapNanos;
    private long flowsSinceNanos;

    private UdpStream(DatagramSocket from, DatagramSocket to) {
        this.from = from;
        this.to = to;
    }

    static UdpStream start(Namespace sending, Namespace receiving, String address) throws LabException, InterruptedException {
        try {
            DatagramSocket to = receiving.call(() -> new DatagramSocket(0, InetAddress.getByName(address)));
            to.setReceiveBufferSize(BUFFER_BYTES);
            DatagramSocket from = sending.call(() -> new DatagramSocket());
            from.connect(new InetSocketAddress(InetAddress.getByName(address), to.getLocalPort()));
            UdpStream stream = new UdpStream(from, to);
            stream.begin();
            return stream;
        } catch (InterruptedException | LabException e) {
            throw e;
        } catch (Exception e) {
            throw new LabException("cannot send datagrams: " + e, e);
        }
    }

    private void begin() {
        Thread receiver = new Thread(this::receive, "lab-udp-receive");
        receiver.setDaemon(true);
        receiver.start();
        sender.scheduleAtFixedRate(this::send, 0, PERIOD_MICROS, TimeUnit.MICROSECONDS);
    }

    private void send() {
        try {
            ByteBuffer number = ByteBuffer.allocate(BYTES);
            synchronized (this) {
                number.putLong(sent++);
            }
            from.send(new DatagramPacket(number.array(), BYTES));
        } catch (IOException e) {
            // it counts as sent, and will be missed
        }
    }

    private void receive() {
        DatagramPacket packet = new DatagramPacket(new byte[BYTES], BYTES);
        try {
            while (!to.isClosed()) {
                to.receive(packet);
                arrived(System.nanoTime());
            }
        } catch (IOException e) {
            // closed
        }
    }

    private synchronized void arrived(long now) {
        if (now - lastNanos > INTERRUPTED_NANOS) {
            flowsSinceNanos = now;
        }
        if (lastNanos != 0) {
            worstGapNanos = Math.max(worstGapNanos, now - lastNanos);
        }
        lastNanos = now;
        received++;
    }

    /** The longest time between two arrivals since this was asked last, in milliseconds; a gap that is open counts. */
    synchronized double worstGapMillis() {
        double worst = Math.max(worstGapNanos, lastNanos == 0 ? 0 : System.nanoTime() - lastNanos) / (double) TimeUnit.MILLISECONDS.toNanos(1);
        worstGapNanos = 0;
        return worst;
    }

    /** Whether datagrams have come for that long until now, without an interruption of half a second. */
    synchronized boolean flowsFor(long millis) {
        long now = System.nanoTime();
        return now - lastNanos < INTERRUPTED_NANOS && now - flowsSinceNanos > TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Ends the stream, waits for what is still on the way, and says how many datagrams never came. */
    long end() throws InterruptedException {
        sender.shutdown();
        sender.awaitTermination(1, TimeUnit.SECONDS);
        long missing = missing();
        close();
        return missing;
    }

    private synchronized long missing() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (received < sent && System.nanoTime() < deadline) {
            wait(20);
        }
        return sent - received;
    }

    @Override
    public void close() {
        sender.shutdownNow();
        from.close();
        to.close();
    }
}
