package com.softellect.vpn.dns.internal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of the resolver, {@code vpn-dns-loop}: it waits for channels that are ready, tasks, and timers that have run out, and does what they
 * want, which must not block. Everything that says that it belongs to the loop is used on this thread only.
 */
final class Loop {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    /** How long whoever stops the loop waits for its end. */
    private static final long STOP_MILLIS = 5_000;

    private static final long PAUSE_MILLIS = 1_000;

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "vpn-dns-loop");

    /** Belong to the loop. */
    private final TreeSet<Timer> timers = new TreeSet<>(Comparator.comparingLong(Timer::dueNanos).thenComparingLong(Timer::number));
    private long lastTimer;
    private boolean ended;

    Loop() throws IOException {
        selector = Selector.open();
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Does it on the loop's thread. Any thread. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Does that after so many milliseconds, unless cancelled. Belongs to the loop. */
    Timer after(long millis, Runnable task) {
        Timer timer = new Timer(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), ++lastTimer, task);
        timers.add(timer);
        return timer;
    }

    void cancel(Timer timer) {
        timers.remove(timer);
    }

    /** Calls the handler whenever the channel is ready for one of these operations. Belongs to the loop. */
    SelectionKey register(SelectableChannel channel, int operations, Runnable handler) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, handler);
    }

    /** Other operations are waited for from now on. Belongs to the loop. */
    void await(SelectableChannel channel, int operations) {
        channel.keyFor(selector).interestOps(operations);
    }

    /** After an error that would come again at once: the channel is not looked at for a while. Belongs to the loop. */
    void pause(SelectableChannel channel) {
        int operations = channel.keyFor(selector).interestOps();
        await(channel, 0);
        after(PAUSE_MILLIS, () -> await(channel, operations));
    }

    /** Belongs to the loop. @param channel may be null */
    void close(Closeable channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("a socket could not be closed", e);
            }
        }
    }

    /**
     * Does a last task on the loop's thread and ends it. What is registered is closed.
     *
     * @param kept channels that are not: they are free for another loop when this has returned. Asked after the last task
     * @throws IllegalStateException if the thread does not end
     */
    void stop(Runnable last, Supplier<List<SelectableChannel>> kept) {
        execute(() -> {
            ended = true;
            last.run();
            List<SelectableChannel> stayOpen = kept.get();
            selector.keys().stream().map(SelectionKey::channel).filter(one -> !stayOpen.contains(one)).forEach(this::close);
        });
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException(thread.getName() + " does not end");
        }
    }

    private void run() {
        LOG.debug("{} starts", thread.getName());
        try (selector) {
            while (!ended) {
                long millis = millisToNextTimer();
                if (millis == 0) {
                    selector.selectNow(key -> perform((Runnable) key.attachment()));
                } else {
                    selector.select(key -> perform((Runnable) key.attachment()), millis < 0 ? 0 : millis);
                }
                performTasks();
                performTimers();
            }
        } catch (IOException e) {
            LOG.error("names are not resolved any more: {}", e.toString());
        }
        LOG.debug("{} ends", thread.getName());
    }

    /** @return 0: there is one now; -1: there is none */
    private long millisToNextTimer() {
        if (timers.isEmpty()) {
            return -1;
        }
        long nanos = timers.first().dueNanos() - System.nanoTime();
        return nanos <= 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }

    private void performTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            perform(task);
        }
    }

    private void performTimers() {
        while (!ended && millisToNextTimer() == 0) {
            perform(timers.pollFirst().task());
        }
    }

    /** One question that can't be dealt with must not end all. */
    private static void perform(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a question could not be dealt with", e);
        }
    }

    record Timer(long dueNanos, long number, Runnable task) {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }
    }
}
