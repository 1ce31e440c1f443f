package com.softellect.vpn.endpoint.internal;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a body that has not come yet, without holding a thread: slow senders, however many, keep nobody's call from being served. When
 * the body is whole the container begins with the call once more, and the body waits on the request.
 *
 * <p>The container calls it on its threads, one after the other.
 */
final class LateBody implements ReadListener, AsyncListener {

    private static final String ATTRIBUTE = LateBody.class.getName();

    /** The same for another version of this bundle, which took this one's place meanwhile and knows no class of it. */
    private static final String BYTES = ATTRIBUTE + ".bytes";
    private static final String SIZE = ATTRIBUTE + ".size";
    private static final Logger LOG = LoggerFactory.getLogger(LateBody.class);

    private final Body body;
    private final Call call;
    private final ServletInputStream in;
    private final AsyncContext suspended;
    private final Function<Body, Refusal> check;
    private final Consumer<Refusal> refused;
    private boolean over;

    private LateBody(Body body, Call call, Function<Body, Refusal> check, Consumer<Refusal> refused) throws IOException {
        this.body = body;
        this.call = call;
        this.check = check;
        this.refused = refused;
        this.in = call.request().getInputStream();
        this.suspended = call.request().startAsync();
    }

    /**
     * Waits for the rest of a body, which belongs to it until the call begins once more.
     *
     * @param millis  how long
     * @param check   asked after every part that came: why not to go on, or null
     * @param refused told if it is refused
     */
    static void await(Body body, Call call, long millis, Function<Body, Refusal> check, Consumer<Refusal> refused) throws IOException {
        LateBody late = new LateBody(body, call, check, refused);
        late.suspended.setTimeout(millis);
        late.suspended.addListener(late);
        late.in.setReadListener(late);
    }

    /** The body that this call was begun with once more, or null. */
    static Body of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Body own) {
            return own;
        }
        return request.getAttribute(BYTES) instanceof byte[] bytes ? new Body(bytes, (Integer) request.getAttribute(SIZE)) : null;
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!over && in.isReady() && !in.isFinished()) {
            body.readChunk(in);
            Refusal refusal = check.apply(body);
            if (refusal != null) {
                refuse(refusal);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (!over) {
            over = true;
            call.request().setAttribute(ATTRIBUTE, body);
            call.request().setAttribute(BYTES, body.bytes());
            call.request().setAttribute(SIZE, body.size());
            suspended.dispatch();
        }
    }

    private void refuse(Refusal refusal) throws IOException {
        over = true;
        body.close();
        refused.accept(refusal);
        try {
            refusal.send(call.response());
        } finally {
            suspended.complete();
        }
    }

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        if (!over) {
            refuse(Refusal.SLOW);
        }
    }

    /** The caller has gone, or did not keep to HTTP. */
    @Override
    public void onError(Throwable problem) {
        LOG.debug("a body did not come: {}", problem.toString());
        if (over) {
            return;
        }
        try {
            refuse(Refusal.BROKEN);
        } catch (IOException e) {
            LOG.debug("nobody is there for the answer: {}", e.toString());
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        onError(event.getThrowable());
    }

    @Override
    public void onComplete(AsyncEvent event) {
        // the end of the call, however it came
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // the call was begun once more, and its poll is parked
    }
}
