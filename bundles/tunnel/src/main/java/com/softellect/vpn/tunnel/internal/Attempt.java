package com.softellect.vpn.tunnel.internal;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * Asks the gateway for a session, once, on a thread of its own: the call may take as long as its timeout, and the supervisor must
 * not wait for it. Attempts never authenticate at the same time: the newest session ends the one before, and the tunnel would take that
 * for somebody else.
 *
 * <p>Threads: all methods may be called by any thread, {@link #start} once.
 */
final class Attempt {

    private final GatewayClient client;
    private final Question question;
    private final Consumer<Attempt> onDone;
    private final CountDownLatch over = new CountDownLatch(1);

    /** Null once its end was waited for. Guarded by this, as are all below. */
    private Attempt before;
    private boolean decided;
    private boolean done;
    private boolean abandoned;
    private boolean sessionStays;
    private Terms terms;
    private Throwable failure;

    /**
     * @param before the attempt that was abandoned last; null if there is none
     * @param onDone told when the gateway has answered or the call has failed, unless the attempt was abandoned before
     */
    Attempt(GatewayClient client, Question question, Attempt before, Consumer<Attempt> onDone) {
        this.client = client;
        this.question = question;
        this.before = before;
        this.onDone = onDone;
    }

    void start() {
        Thread thread = new Thread(this::run, "vpn-tunnel-connect");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            awaitOthers();
            finish(question.ask(client, this::decide), null);
        } catch (Throwable e) { // also an Error: nobody else would hear of it
            finish(null, e);
        } finally {
            over.countDown();
        }
    }

    private void awaitOthers() throws InterruptedException {
        for (Attempt other = before(); other != null; other = other.before()) {
            if (other.hasDecided()) {
                other.over.await();
            }
        }
        waitsForNobody();
    }

    private synchronized Attempt before() {
        return before;
    }

    private synchronized void waitsForNobody() {
        before = null;
    }

    /** The question comes to the call that changes something at the gateway: whether it may make it. */
    private synchronized boolean decide() {
        decided = !abandoned;
        return decided;
    }

    /** Of an abandoned attempt: whether it may still change something at the gateway. */
    private synchronized boolean hasDecided() {
        return decided;
    }

    private void finish(Terms granted, Throwable why) {
        if (!keep(granted, why)) {
            if (granted != null && !sessionStays()) {
                new Goodbye(client.gateway(), granted.sessionId()).say();
            }
            client.close();
        } else {
            onDone.accept(this);
        }
    }

    private synchronized boolean keep(Terms granted, Throwable why) {
        done = true;
        terms = granted;
        failure = why;
        return !abandoned;
    }

    /** As {@link #abandon}, but the session that is asked for is somebody else's from now on: no goodbye is said to it. */
    synchronized boolean leave() {
        sessionStays = true;
        return abandon();
    }

    private synchronized boolean sessionStays() {
        return sessionStays;
    }

    /**
     * Nobody waits for this attempt any more.
     *
     * @return true if it still runs: then it owns its client from now on, says goodbye if it is let in after all, and closes it
     */
    synchronized boolean abandon() {
        abandoned = !done;
        return abandoned;
    }

    /** What the gateway granted; null if it did not, or has not answered yet. */
    synchronized Terms terms() {
        return terms;
    }

    /** Why there are no terms; null if there are, or the gateway has not answered yet. */
    synchronized Throwable failure() {
        return failure;
    }
}
