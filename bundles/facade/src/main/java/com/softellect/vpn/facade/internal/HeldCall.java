package com.softellect.vpn.facade.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call that waits for the endpoint. It goes on once, or is answered that the gateway is busy. Any thread. */
final class HeldCall implements AsyncListener {

    private static final byte[] BUSY = "the gateway is being upgraded: try again".getBytes(StandardCharsets.US_ASCII);
    private static final String RETRY_SECONDS = "1";
    private static final Logger LOG = LoggerFactory.getLogger(HeldCall.class);

    private final AsyncContext suspended;
    private final HttpServletResponse response;
    private final AtomicBoolean over = new AtomicBoolean();

    HeldCall(AsyncContext suspended, HttpServletResponse response) {
        this.suspended = suspended;
        this.response = response;
    }

    /** @param millis how long; 0: not at all */
    void await(long millis) {
        if (millis <= 0) {
            giveUp();
            return;
        }
        suspended.setTimeout(millis);
        suspended.addListener(this);
    }

    /** The container begins with the call once more. */
    void goOn() {
        if (over.compareAndSet(false, true)) {
            suspended.dispatch();
        }
    }

    private void giveUp() {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        try {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setHeader("Retry-After", RETRY_SECONDS);
            response.setHeader("Connection", "close");
            response.setContentType("text/plain;charset=us-ascii");
            response.setContentLength(BUSY.length);
            response.getOutputStream().write(BUSY);
        } catch (IOException e) {
            LOG.debug("nobody is there for the answer: {}", e.toString());
        } finally {
            suspended.complete();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        giveUp();
    }

    @Override
    public void onError(AsyncEvent event) {
        over.set(true); // the caller has gone
    }

    @Override
    public void onComplete(AsyncEvent event) {
        over.set(true);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // the call went on, and waits for something else
    }
}
