package com.softellect.vpn.lab.udp;

import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.net.Namespace;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Datagrams of one size that are sent from one namespace to an address in another, at a rate. Immutable.
 *
 * @param address what the other one receives on
 * @param bytes   of payload, 8 or more
 */
public record UdpLoad(Namespace from, Namespace to, String address, int bytes) {

    private static final int PORT = 5202;
    private static final long PAUSE_NANOS = 200_000;
    private static final long AWAIT_NANOS = 20_000_000;

    /** What arrives later than that after the last one was sent was queued, not carried: it counts as lost. */
    private static final long DRAIN_NANOS = 100_000_000;

    /** @param rate datagrams a second; 0: as many as the sender can */
    public UdpResult offer(double rate, Duration time) throws LabException, InterruptedException {
        try (UdpSocket out = from.call(() -> UdpSocket.to(address, PORT, bytes)); UdpSocket in = to.call(() -> UdpSocket.at(address, PORT, bytes))) {
            long run = System.nanoTime();
            out.mark(run);
            AtomicLong end = new AtomicLong(Long.MAX_VALUE);
            CompletableFuture<Long> received = CompletableFuture.supplyAsync(() -> receive(in, run, end));
            long sent = 0;
            long nanos;
            try {
                sent = send(out, rate, run, run + time.toNanos());
            } finally {
                nanos = System.nanoTime() - run;
                end.set(System.nanoTime() + DRAIN_NANOS);
                received.join();
            }
            return new UdpResult(sent, received.join(), nanos / (double) TimeUnit.SECONDS.toNanos(1));
        } catch (InterruptedException | LabException e) {
            throw e;
        } catch (CompletionException e) {
            throw new LabException("the UDP load to " + address + " failed: " + e.getCause(), e.getCause());
        } catch (Exception e) {
            throw new LabException("the UDP load to " + address + " failed: " + e, e);
        }
    }

    private static long send(UdpSocket socket, double rate, long start, long end) {
        long sent = 0;
        long now = System.nanoTime();
        while (now < end) {
            long due = rate == 0 ? UdpSocket.BATCH : (long) ((now - start) / 1e9 * rate) + 1 - sent;
            if (due > 0) {
                sent += socket.send((int) Math.min(due, UdpSocket.BATCH));
            } else {
                socket.pause(PAUSE_NANOS);
            }
            now = System.nanoTime();
        }
        return sent;
    }

    private static long receive(UdpSocket socket, long run, AtomicLong end) {
        long received = 0;
        while (System.nanoTime() < end.get()) {
            int count = socket.receive(run);
            received += count;
            if (count == 0) {
                socket.await(AWAIT_NANOS);
            }
        }
        return received;
    }
}
