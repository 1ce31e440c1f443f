package com.softellect.vpn.lab.upgrade;

import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.Pin;
import com.softellect.vpn.credential.Proof;
import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.attack.Answer;
import com.softellect.vpn.lab.node.GatewayService;
import com.softellect.vpn.lab.node.Pair;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * Clients that only hold their sessions: each has one poll out, on a thread of its own inside the client's namespace, and authenticates again when
 * it must. Counts that. The methods are one thread's.
 */
public final class IdleClients implements AutoCloseable {

    private static final int RETRY_MILLIS = 200;

    /** By one connection to the gateway's shell. */
    private static final int ADDED_AT_ONCE = 100;

    /** In which all must have a session. */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(60);
    private static final Pattern SESSION = Pattern.compile("sessionId>([^<]+)<");
    private static final String NAMESPACE = "http://softellect.com/vpn/gateway/1";

    private final GatewayService service;
    private final SSLSocketFactory sockets;
    private final String pin;
    private final AtomicInteger authentications = new AtomicInteger();
    private final AtomicInteger brokenCalls = new AtomicInteger();
    private final CountDownLatch connected;
    private volatile boolean closed;

    /** Of the last call that was broken; null if none was. */
    private volatile IOException problem;

    /** Set by {@link #start}. */
    private Duration connecting;

    private IdleClients(GatewayService service, int count) throws IOException, GeneralSecurityException {
        this.service = service;
        this.sockets = service.context().getSocketFactory(); // one: connections are kept by it
        this.pin = Pin.of(service.certificate().getPublicKey());
        this.connected = new CountDownLatch(count);
    }

    /**
     * Has the gateway add them, and returns when all have a session.
     *
     * @throws LabException if they have none within a minute; it says how many are missing, and why the last one was turned away
     */
    public static IdleClients start(Pair pair, int count) throws LabException, InterruptedException {
        List<ClientKey> keys = new ArrayList<>();
        while (keys.size() < count) {
            add(pair, keys, Math.min(count, keys.size() + ADDED_AT_ONCE));
        }
        try {
            IdleClients clients = new IdleClients(GatewayService.in(pair.gateway().folder()), count);
            for (int i = 0; i < count; i++) {
                clients.run(pair, name(i), keys.get(i));
            }
            clients.awaitSessions(count);
            return clients;
        } catch (IOException | GeneralSecurityException e) {
            throw new LabException("cannot start idle clients: " + e, e);
        }
    }

    private static void add(Pair pair, List<ClientKey> keys, int upTo) throws LabException, InterruptedException {
        StringBuilder commands = new StringBuilder();
        for (int i = keys.size(); i < upTo; i++) {
            keys.add(ClientKey.generate());
            commands.append("vpn:client-add ").append(name(i)).append(" --public-key ").append(keys.get(i).publicKey()).append(" --profile ")
                    .append(pair.gateway().folder().base().resolve(name(i) + ".vpnprofile")).append('\n');
        }
        pair.gateway().require(commands.toString());
    }

    private void awaitSessions(int count) throws LabException, InterruptedException {
        long began = System.nanoTime();
        if (!connected.await(CONNECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            close();
            throw new LabException((count - connected.getCount()) + " of " + count + " idle clients had a session after " + CONNECT_LIMIT.toSeconds()
                    + " s, " + brokenCalls + " calls were broken" + (problem == null ? "" : ", the last one: " + problem), problem);
        }
        connecting = Duration.ofNanos(System.nanoTime() - began);
    }

    /** How long it took from their first call until all had a session. */
    public Duration connecting() {
        return connecting;
    }

    private static String name(int number) {
        return "idle" + number;
    }

    private void run(Pair pair, String name, ClientKey key) {
        Thread thread = new Thread(() -> {
            try {
                pair.client().namespace().call(() -> {
                    live(name, key);
                    return null;
                });
            } catch (Exception e) {
                System.err.println("vpn: idle client " + name + " ended: " + e);
            }
        }, "lab-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void live(String name, ClientKey key) throws InterruptedException {
        String session = null;
        try (KeptConnection connection = new KeptConnection(service, sockets)) {
            while (!closed) {
                try {
                    if (session == null) {
                        session = authenticate(connection, name, key);
                        connected.countDown();
                    }
                    if (call(connection, "receivePackets", "<sessionId>" + session + "</sessionId>").contains("sessionExpired")) {
                        session = null;
                    }
                } catch (IOException e) {
                    problem = e;
                    brokenCalls.incrementAndGet();
                    synchronized (this) {
                        wait(RETRY_MILLIS);
                    }
                }
            }
        }
    }

    private String authenticate(KeptConnection connection, String name, ClientKey key) throws IOException {
        Credentials shown = Proof.create(name, key, pin, System.currentTimeMillis());
        String answer = call(connection, "authenticate", "<protocol>1</protocol><clientId>" + name + "</clientId><algorithm>" + shown.algorithm()
                + "</algorithm><timestampMillis>" + shown.timestampMillis() + "</timestampMillis><nonce>" + base64(shown.nonce()) + "</nonce><proof>"
                + base64(shown.proof()) + "</proof>");
        Matcher session = SESSION.matcher(answer);
        if (!session.find()) {
            throw new IOException("not let in: " + answer);
        }
        authentications.incrementAndGet();
        return session.group(1);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String call(KeptConnection connection, String operation, String content) throws IOException {
        Answer answer = connection.post("<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><" + operation + " xmlns=\""
                + NAMESPACE + "\">" + content + "</" + operation + "></soap:Body></soap:Envelope>");
        if (answer.status() != HttpsURLConnection.HTTP_OK && answer.status() != HttpsURLConnection.HTTP_INTERNAL_ERROR) {
            throw new IOException("HTTP status " + answer.status());
        }
        return answer.text();
    }

    /** How often they have authenticated altogether. */
    int authentications() {
        return authentications.get();
    }

    /** Calls that were not answered, or turned away: their clients called again. */
    int brokenCalls() {
        return brokenCalls.get();
    }

    @Override
    public void close() {
        closed = true;
    }
}
