package com.softellect.vpn.lab.attack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Has some strangers make attempts at a steady rate, whatever becomes of them: one that is due while all are busy is begun as soon as one
 * has time. Run by one thread; others may only {@link #stop} it.
 */
final class FloodLoop implements Callable<FloodLoop.Tally> {

    private static final long ANSWER_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long TICK_MILLIS = 1;
    private static final int RECORDS = 4;

    private final Target target;
    private final double perSecond;
    private final Selector selector;
    private final ByteBuffer in = ByteBuffer.allocateDirect(RECORDS * Tls.recordBytes());
    private final ByteBuffer plain = ByteBuffer.allocate(RECORDS * Tls.recordBytes());
    private final ByteBuffer out = ByteBuffer.allocateDirect(RECORDS * Tls.recordBytes());
    private final Supplier<byte[]> request;
    private final List<Stranger> strangers = new ArrayList<>();
    private final Deque<Stranger> idle = new ArrayDeque<>();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final CountDownLatch ready;
    private long begun;
    private String odd;

    /** Written by who stops it. */
    private volatile boolean stopped;

    /** What it did. */
    record Tally(long begun, Map<Outcome, Long> outcomes, String odd) {
    }

    /**
     * @param perSecond attempts
     * @param ready     counted down when all strangers are ready; the first attempt is begun when it is 0
     */
    FloodLoop(Target target, double perSecond, CountDownLatch ready) throws IOException {
        this.target = target;
        SplittableRandom random = new SplittableRandom();
        this.request = () -> target.request(random);
        this.perSecond = perSecond;
        this.ready = ready;
        this.selector = Selector.open();
    }

    /** Before it runs. */
    void add(InetSocketAddress from, boolean keeps) {
        Stranger stranger = new Stranger(this, from, keeps);
        strangers.add(stranger);
        idle.add(stranger);
    }

    void stop() {
        stopped = true;
        selector.wakeup();
    }

    @Override
    public Tally call() throws IOException, InterruptedException {
        prepare();
        ready.await();
        long start = System.nanoTime();
        long nextLook = start + LOOK_NANOS;
        while (!stopped) {
            long now = System.nanoTime();
            begin((long) ((now - start) / 1e9 * perSecond) - begun, now + ANSWER_LIMIT_NANOS);
            selector.select(this::proceed, TICK_MILLIS);
            if (now - nextLook > 0) {
                strangers.forEach(stranger -> stranger.look(now));
                nextLook = now + LOOK_NANOS;
            }
        }
        strangers.forEach(Stranger::close);
        selector.close();
        return new Tally(begun, outcomes, odd);
    }

    private void prepare() throws IOException {
        try {
            for (Stranger stranger : strangers) {
                stranger.prepare();
            }
        } finally {
            ready.countDown(); // also if it fails: nobody is to wait for it
        }
    }

    private void begin(long due, long limit) {
        for (long left = due; left > 0 && !idle.isEmpty(); left--) {
            begun++;
            idle.remove().begin(request, limit);
        }
    }

    private void proceed(SelectionKey key) {
        ((Stranger) key.attachment()).proceed();
    }

    Selector selector() {
        return selector;
    }

    InetSocketAddress gateway() {
        return target.address();
    }

    /** Received, encrypted; the strangers share the three buffers, and each leaves them when it has no more to do. */
    ByteBuffer in() {
        return in;
    }

    /** Received, decrypted. */
    ByteBuffer plain() {
        return plain;
    }

    /** To be sent, encrypted. */
    ByteBuffer out() {
        return out;
    }

    /** An attempt has ended. */
    void ended(Stranger stranger, Outcome outcome) {
        outcomes.merge(outcome, 1L, Long::sum);
        idle.add(stranger);
    }

    void odd(String example) {
        odd = example;
    }
}
