package com.softellect.vpn.tunnel.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supervisor's thread as a queue of events. An event that fails unexpectedly is logged and told; it never ends the thread.
 *
 * <p>Threads: all methods may be called by any thread, {@link #onUnexpected} before the first event.
 */
final class EventLoop {

    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    private final ScheduledExecutorService scheduler;
    private Consumer<String> onUnexpected = problem -> { };

    /** @param scheduler of one thread */
    EventLoop(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /** @param handler gets the problem in words; runs as an event */
    void onUnexpected(Consumer<String> handler) {
        onUnexpected = handler;
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    /** Has the event run soon; returns false if the loop was shut down. */
    boolean post(Runnable event) {
        try {
            scheduler.execute(() -> run(event));
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("an event came after the end", e);
            return false;
        }
    }

    /** Has the event run and waits until it has. After the loop was shut down it does nothing. */
    void call(Runnable event) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (post(() -> runAndTell(event, done))) {
            done.join();
        }
    }

    private static void runAndTell(Runnable event, CompletableFuture<Void> done) {
        try {
            event.run();
        } finally {
            done.complete(null);
        }
    }

    Future<?> schedule(Runnable event, long millis) {
        return scheduler.schedule(() -> run(event), millis, TimeUnit.MILLISECONDS);
    }

    private void run(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("the tunnel's supervisor failed", e);
            onUnexpected.accept("unexpected: " + e + "; the log says more, vpn:connect tries again");
        }
    }

    void shutdown() {
        scheduler.shutdown();
    }
}
