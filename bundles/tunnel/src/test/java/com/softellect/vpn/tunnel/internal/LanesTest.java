package com.softellect.vpn.tunnel.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.softellect.vpn.datapath.MessageBuffers;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over TLS to a server of a few lines, which answers what a test tells it to, as it is to be on the wire. */
@Timeout(60)
class LanesTest {

    private static final int CALLS = 40;
    private static final int PATIENT_MILLIS = 50_000;
    private static final byte[] HEADER = "POST /cxf/vpn HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Length: 1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final MessageBuffers buffers = new MessageBuffers();
    private final ConcurrentLinkedQueue<Socket> accepted = new ConcurrentLinkedQueue<>();
    private GatewayCertificate certificate;
    private SSLServerSocket server;
    private Lanes lanes;

    /** The answer to a body; null: the connection is closed. */
    private volatile Function<String, String> answer = LanesTest::plain;

    @BeforeEach
    void start() throws Exception {
        certificate = new GatewayCertificate();
        server = (SSLServerSocket) certificate.serving().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.submit(this::accept);
        lanes = new Lanes(gateway(PATIENT_MILLIS), buffers);
    }

    private GatewayAddress gateway(int callTimeoutMillis) {
        PinnedTrust trust = new PinnedTrust(List.of(certificate.pin()));
        return GatewayAddress.of("https://127.0.0.1:" + server.getLocalPort() + "/cxf/vpn", Settings.checked(Map.of("callTimeoutMillis", callTimeoutMillis)),
                new PinnedSockets(trust, false, new Destination("https://127.0.0.1/", null), null), trust);
    }

    @AfterEach
    void stop() throws IOException {
        lanes.close();
        server.close();
        threads.shutdownNow();
    }

    private Void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            accepted.add(socket);
            threads.submit(() -> serve(socket));
        }
    }

    /** One request after the other, like any server of HTTP/1.1. */
    private Void serve(Socket socket) throws IOException, InterruptedException {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            String said;
            while ((said = answer.apply(request(in))) != null) {
                out.write(said.getBytes(StandardCharsets.ISO_8859_1));
                if (said.contains("Connection: close")) {
                    return null;
                }
            }
        }
        return null;
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder header = new StringBuilder();
        while (!header.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no more requests");
            }
            header.append((char) next);
        }
        assertThat(header).startsWith("POST /cxf/vpn HTTP/1.1\r\nHost: 127.0.0.1:");
        int length = Integer.parseInt(header.toString().replaceAll("(?s).*Content-Length: ([0-9]+)\r\n.*", "$1"));
        return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    private static String plain(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private String call(String body) throws IOException {
        HttpAnswer answered = lanes.call("text/xml", body.getBytes(StandardCharsets.ISO_8859_1), body.length());
        return answered.status() + " " + new String(answered.content().toBytes(), StandardCharsets.ISO_8859_1);
    }

    private List<Future<String>> callAll() {
        List<Future<String>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            String body = "call " + i + "x".repeat(i * 1000);
            calls.add(threads.submit(() -> call(body)));
        }
        return calls;
    }

    /** None is answered before all are made, but those that a connection has no more room for. */
    @Test
    void callsFollowEachOtherOnFewConnectionsAndEachGetsItsOwnAnswer() throws Exception {
        Semaphore held = new Semaphore(0);
        answer = body -> {
            held.acquireUninterruptibly();
            return plain(body);
        };
        List<Future<String>> calls = callAll();
        held.release(CALLS);
        for (int i = 0; i < CALLS; i++) {
            assertThat(calls.get(i).get()).isEqualTo("200 call " + i + "x".repeat(i * 1000));
        }
        assertThat(accepted).hasSizeBetween(1, 4);
    }

    @Test
    void aConnectionIsKeptForTheNextCall() throws Exception {
        call("one");
        call("two");
        assertThat(accepted).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "HTTP/1.1 200 OK\r\ncontent-length:  5  \r\n\r\nhello",
            "HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;as=it\r\nllo\r\n0\r\nTrailer: yes\r\n\r\n",
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello"})
    void whateverFormAnAnswerHasItIsReadToItsEndAndNoFurther(String said) throws Exception {
        answer = body -> said;
        assertThat(call("one")).isEqualTo("200 hello");
        assertThat(call("two")).isEqualTo("200 hello");
        assertThat(accepted).hasSize(said.contains("close") ? 2 : 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"})
    void anAnswerWithoutContentIsOneToo(String said) throws Exception {
        answer = body -> said;
        assertThat(call("one")).matches("[25]0[04] ");
        assertThat(call("two")).matches("[25]0[04] ");
        assertThat(accepted).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "HTTP/1.0 200 OK\r\n\r\n",
            "SSH-2.0-nonsense\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 50\r\nConnection: close\r\n\r\nhello"})
    void whatIsNoWholeAnswerOfHttpFails(String said) {
        answer = body -> said;
        assertThatThrownBy(() -> call("one")).isInstanceOf(IOException.class);
        answer = LanesTest::plain;
        assertThat(accepted).hasSize(1);
    }

    @Test
    void headersWithoutEndAreCutOff() {
        answer = body -> "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(1000) + "\r\n";
        assertThatThrownBy(() -> call("one")).isInstanceOf(IOException.class).hasMessageContaining("100");
        answer = body -> "HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n";
        assertThatThrownBy(() -> call("one")).isInstanceOf(IOException.class).hasMessageContaining("8192");
    }

    @Test
    void aConnectionThatEndsTakesItsCallsAlongAndTheNextCallMakesAnother() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        answer = body -> {
            asked.countDown();
            return null;
        };
        List<Future<String>> calls = callAll();
        asked.await();
        for (Future<String> call : calls) {
            assertThatThrownBy(call::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
        }
        answer = LanesTest::plain;
        assertThat(call("again")).isEqualTo("200 again");
    }

    /** The trap: what was no IOException ended the call alone, and those that waited behind it waited for ever. Without buffers no answer can be read. */
    @Test
    void aCallThatFailsForWhateverReasonTakesTheOthersOnItsConnectionAlong() throws Exception {
        Semaphore asked = new Semaphore(0);
        Semaphore held = new Semaphore(0);
        answer = body -> {
            asked.release();
            held.acquireUninterruptibly();
            return plain(body);
        };
        try (Lane lane = new Lane(new LaneSocket(gateway(PATIENT_MILLIS)), null)) {
            FutureTask<HttpAnswer> first = new FutureTask<>(() -> lane.call(HEADER, new byte[1], 1));
            FutureTask<HttpAnswer> second = new FutureTask<>(() -> lane.call(HEADER, new byte[1], 1));
            new Thread(first).start();
            asked.acquire();
            Thread behind = new Thread(second);
            behind.start();
            while (behind.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            held.release(2);

            assertThatThrownBy(first::get).hasCauseInstanceOf(NullPointerException.class);
            assertThatThrownBy(second::get).hasCauseInstanceOf(IOException.class);
            assertThat(lane.isOver()).isTrue();
        }
    }

    @Test
    void aGatewayThatDoesNotAnswerIsGivenUpAfterTheTimeout() {
        Semaphore never = new Semaphore(0);
        answer = body -> {
            never.acquireUninterruptibly();
            return null;
        };
        lanes = new Lanes(gateway(1000), buffers);
        assertThatThrownBy(() -> call("one")).isInstanceOf(SocketTimeoutException.class);
        never.release(1000);
    }

    /** The trap: what a closed connection has not sent yet the system sends all the same, minutes later if need be. */
    @Test
    void aConnectionThatIsClosedLeavesNothingOnItsWay() throws Exception {
        try (ServerSocket far = new ServerSocket(0, 2, InetAddress.getLoopbackAddress())) {
            PinnedSockets sockets = new PinnedSockets(new PinnedTrust(List.of(certificate.pin())), false, new Destination("https://127.0.0.1/", null), null);
            try (Socket near = sockets.createSocket(InetAddress.getLoopbackAddress(), far.getLocalPort());
                    Socket plain = new Socket(InetAddress.getLoopbackAddress(), far.getLocalPort());
                    Socket over = sockets.createSocket(plain, "127.0.0.1", far.getLocalPort(), true)) {
                assertThat(near.getSoLinger()).isZero();
                assertThat(over.isConnected()).isTrue();
                assertThat(plain.getSoLinger()).isZero();
            }
        }
    }

    @Test
    void closingCutsCallsOffAndClosingTwiceIsHarmless() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Semaphore never = new Semaphore(0);
        answer = body -> {
            asked.countDown();
            never.acquireUninterruptibly();
            return null;
        };
        Future<String> call = threads.submit(() -> call("one"));
        asked.await();
        lanes.close();
        lanes.close();
        assertThatThrownBy(call::get).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> call("two")).isInstanceOf(IOException.class).hasMessageContaining("closed");
        never.release(1000);
    }
}
