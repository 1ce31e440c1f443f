package com.softellect.vpn.facade.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.softellect.vpn.api.gateway.GatewayEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.eclipse.jetty.server.handler.HandlerList;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FacadeTest {

    private static final int THREADS = 8;

    private static final long SHORT_MILLIS = 300;
    private static final long LONG_MILLIS = 60_000;

    private Facade facade;
    private final GatewayEndpoint endpoint = () -> "/cxf/vpn";
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger served = new AtomicInteger();
    private final CountDownLatch slowBegan = new CountDownLatch(1);
    private final CountDownLatch slowEnds = new CountDownLatch(1);

    /** Jetty itself needs some of the threads. */
    private final Server server = new Server(new QueuedThreadPool(THREADS, 2));
    private final ServerConnector connector = new ServerConnector(server, 1, 1);

    /** Answers with what came, as far as it is the endpoint's; it is an error to be asked without one. */
    private final class Behind extends AbstractHandler {

        @Override
        public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response) throws IOException {
            base.setHandled(true);
            if (target.endsWith("slow")) {
                slowBegan.countDown();
                await(slowEnds);
            }
            served.incrementAndGet();
            response.getOutputStream().write(request.getInputStream().readAllBytes());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() throws Exception {
        start(LONG_MILLIS);
    }

    private void start(long heldMillis) throws Exception {
        facade = new Facade(heldMillis, heldMillis);
        server.setHandler(new HandlerList(facade, new Behind())); // one after the other, as Pax Web has them
        server.addConnector(connector);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        slowEnds.countDown();
        server.stop();
    }

    private CompletableFuture<HttpResponse<String>> post(String path, String body) {
        return http.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + path))
                .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    @Test
    void callsGoThroughWhileTheEndpointIsThere() {
        facade.bindEndpoint(endpoint);
        assertThat(post("/cxf/vpn", "hello").join().body()).isEqualTo("hello");
    }

    /** More of them than there are threads. */
    @Test
    void callsThatComeWhileItIsAwayGoOnWhenItIsBackWithAllThatTheyBrought() {
        facade.bindEndpoint(endpoint);
        facade.unbindEndpoint(endpoint);
        List<CompletableFuture<HttpResponse<String>>> held = new ArrayList<>();
        for (int i = 0; i < 5 * THREADS; i++) {
            held.add(post("/cxf/vpn", "call " + i));
        }
        assertThat(post("/other", "others are served").join().body()).isEqualTo("others are served");
        assertThat(served).hasValue(1);
        facade.bindEndpoint(endpoint);
        for (int i = 0; i < held.size(); i++) {
            assertThat(held.get(i).join().body()).isEqualTo("call " + i);
        }
    }

    @Test
    void itDoesNotGoWhileACallIsInside() throws Exception {
        facade.bindEndpoint(endpoint);
        CompletableFuture<HttpResponse<String>> slow = post("/cxf/vpn/slow", "slow");
        slowBegan.await();
        Thread going = new Thread(() -> facade.unbindEndpoint(endpoint));
        going.start();
        while (going.getState() != Thread.State.TIMED_WAITING) {
            assertThat(going.getState()).as("it waits").isNotEqualTo(Thread.State.TERMINATED);
        }
        slowEnds.countDown();
        going.join();
        assertThat(served).hasValue(1);
        assertThat(slow.join().body()).isEqualTo("slow");
    }

    @Test
    void aCallWithoutEndBehindItHoldsNobodyUpForEver() throws Exception {
        facade.bindEndpoint(endpoint);
        CompletableFuture<HttpResponse<String>> slow = post("/cxf/vpn/slow", "slow");
        slowBegan.await();
        facade.unbindEndpoint(endpoint);
        assertThat(slow).isNotDone();
    }

    @Test
    void whoeverWaitsInVainIsToldToTryAgain() throws Exception {
        server.stop();
        server.removeConnector(connector);
        start(SHORT_MILLIS);
        facade.bindEndpoint(endpoint);
        facade.unbindEndpoint(endpoint);
        HttpResponse<String> answer = post("/cxf/vpn", "hello").join();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(post("/cxf/vpn", "hello").join().statusCode()).as("and the next one at once").isEqualTo(503);
        facade.bindEndpoint(endpoint);
        assertThat(post("/cxf/vpn", "hello").join().body()).isEqualTo("hello");
    }

    @Test
    void callsThatComeBeforeTheFirstEndpointWaitForIt() {
        CompletableFuture<HttpResponse<String>> early = post("/cxf/vpn", "early");
        assertThat(post("/other", "others are served").join().body()).isEqualTo("others are served");
        assertThat(early).isNotDone();
        facade.bindEndpoint(endpoint);
        assertThat(early.join().body()).isEqualTo("early");
        assertThat(post("/cxf/other", "of other paths").join().body()).isEqualTo("of other paths");
    }
}
