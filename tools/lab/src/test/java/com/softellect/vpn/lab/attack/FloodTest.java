package com.softellect.vpn.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import com.softellect.vpn.lab.net.Command;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A flood of servers of our own on this machine's loopback network, all of whose addresses are ours. */
@Timeout(60)
class FloodTest {

    private static final Addresses FROM = new Addresses("127.0.3.0/29");
    private static final int RATE = 500;
    private static final int ENOUGH = 100;
    private static final byte[] REFUSED = "<reason>REFUSED</reason>".getBytes(StandardCharsets.US_ASCII);
    private static final char[] PASSWORD = "of-a-test".toCharArray();

    @TempDir
    static Path folder;

    private static SSLContext tls;

    private final CountDownLatch attempts = new CountDownLatch(ENOUGH);
    private final Set<InetAddress> sources = ConcurrentHashMap.newKeySet();
    private final Set<Integer> connections = ConcurrentHashMap.newKeySet();
    private final Set<String> messages = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void makeAKey() throws Exception {
        Path file = folder.resolve("key.p12");
        Command.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keystore", file.toString(),
                "-storepass", new String(PASSWORD), "-keyalg", "EC", "-alias", "a", "-dname", "CN=a").require();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
    }

    @Test
    void everyAttemptIsAnotherWrongProofAndEveryAddressTakesPart() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/cxf/vpn", this::refuse);
        ExecutorService threads = Executors.newCachedThreadPool(); // one would wait for a stranger who is slow
        server.setExecutor(threads);
        server.start();
        try {
            FloodResult result = flood(server.getAddress());

            assertThat(result.outcomes().keySet()).as("%s", result).containsOnly(Outcome.REFUSED);
            assertThat(result.count(Outcome.REFUSED)).isGreaterThan(ENOUGH / 2);
            assertThat(result.odd()).isNull();
            assertThat(sources).hasSize(FROM.count());
            assertThat(messages.size()).isGreaterThanOrEqualTo(ENOUGH);
            assertThat(connections.size()).as("some keep their connection, some do not").isBetween(ENOUGH / 4, messages.size() - ENOUGH / 4);
            assertThat(messages).anyMatch(text -> text.contains(">alice<")).anyMatch(text -> text.contains(">bob<"));
        } finally {
            server.stop(0);
            threads.shutdown();
        }
    }

    @Test
    void aServerThatHangsUpAtOnceIsCounted() throws Exception {
        try (ServerSocket server = new ServerSocket(0, ENOUGH, InetAddress.getByName("127.0.0.1"))) {
            Thread closing = new Thread(() -> hangUp(server), "test-hang-up");
            closing.start();

            FloodResult result = flood(new InetSocketAddress("127.0.0.1", server.getLocalPort()));

            assertThat(result.count(Outcome.CLOSED_AT_ONCE)).isGreaterThan(ENOUGH / 2);
            assertThat(result.outcomes().keySet()).containsOnly(Outcome.CLOSED_AT_ONCE);
        }
    }

    private FloodResult flood(InetSocketAddress address) throws Exception {
        Flood flood = Flood.start(new Target(address, "/cxf/vpn", List.of("alice", "bob")), FROM, RATE);
        boolean enough = attempts.await(30, TimeUnit.SECONDS);
        FloodResult result = flood.stop();
        assertThat(enough).as("%s", result).isTrue();
        assertThat(result.attempts()).isGreaterThanOrEqualTo(ENOUGH);
        return result;
    }

    private void refuse(HttpExchange exchange) throws IOException {
        sources.add(exchange.getRemoteAddress().getAddress());
        connections.add(exchange.getRemoteAddress().hashCode());
        messages.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(500, REFUSED.length);
        exchange.getResponseBody().write(REFUSED);
        exchange.close();
        attempts.countDown();
    }

    private void hangUp(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
                attempts.countDown();
            }
        } catch (IOException e) {
            attempts.countDown(); // the test is over
        }
    }
}
