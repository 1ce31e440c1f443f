package com.softellect.vpn.https.internal;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import javax.servlet.AsyncContext;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A Jetty server without a port of its own, as Pax Web's is, and a door to it. */
final class Gateway implements AutoCloseable {

    static final DoorSettings SETTINGS = new DoorSettings("127.0.0.1", 0, false, 20, 100);

    final Server server = new Server(new QueuedThreadPool(20, 2));
    final OwnIdentity identity;
    final DoorCounters counters = new DoorCounters();
    final TlsDoor door;

    /** Opened for the requests to /wait: they are answered when this is 0. */
    final CountDownLatch answer = new CountDownLatch(1);

    /** Counted down when a request to /wait has come. */
    final CountDownLatch waiting = new CountDownLatch(1);

    Gateway(OwnIdentity identity, DoorSettings settings, Predicate<String> blocked) throws Exception {
        this.identity = identity;
        server.setHandler(new Pages());
        server.start();
        door = new TlsDoor(settings, identity, blocked, counters);
        door.open(server);
    }

    Gateway(GatewayCertificate certificate) throws Exception {
        this(certificate, SETTINGS, address -> false);
    }

    Gateway(GatewayCertificate certificate, DoorSettings settings, Predicate<String> blocked) throws Exception {
        this(new OwnIdentity(certificate, PublicNames.of("localhost", settings), List.of()), settings, blocked);
    }

    Caller call() throws Exception {
        return Caller.connect(door.port());
    }

    long count(String counter) {
        return counters.counters().get("connections." + counter);
    }

    @Override
    public void close() {
        answer.countDown();
        door.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Pages extends AbstractHandler {

        @Override
        public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response) throws IOException {
            base.setHandled(true);
            switch (target) {
                case "/echo" -> {
                    byte[] body = request.getInputStream().readAllBytes();
                    response.setContentLength(body.length);
                    response.getOutputStream().write(body);
                }
                case "/large" -> {
                    for (int i = 0; i < 4096; i++) {
                        response.getOutputStream().write(new byte[65_536]);
                    }
                }
                case "/wait" -> {
                    AsyncContext later = request.startAsync();
                    waiting.countDown();
                    new Thread(() -> answerLater(later)).start();
                }
                case "/fail" -> throw new IllegalStateException("inner secret");
                default -> response.getWriter().print(request.getRequestURL());
            }
        }

        private void answerLater(AsyncContext later) {
            try {
                answer.await();
                later.getResponse().getWriter().print("at last");
                later.complete();
            } catch (InterruptedException | IOException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
