package com.softellect.vpn.lab.upgrade;

import com.softellect.vpn.api.client.Credentials;
import com.softellect.vpn.credential.ClientKey;
import com.softellect.vpn.credential.Pin;
import com.softellect.vpn.credential.Proof;
import com.softellect.vpn.lab.LabException;
import com.softellect.vpn.lab.node.GatewayService;
import com.softellect.vpn.lab.node.Pair;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/**
 * Clients that only hold their sessions: each has one poll out, on a thread of its own inside the client's namespace, and authenticates again when
 * it must. Counts that. The methods are one thread's.
 */
final class IdleClients implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int RETRY_MILLIS = 200;
    private static final Pattern SESSION = Pattern.compile("sessionId>([^<]+)<");
    private static final String NAMESPACE = "http://softellect.com/vpn/gateway/1";

    private final GatewayService service;
    private final SSLSocketFactory sockets;
    private final String pin;
    private final AtomicInteger authentications = new AtomicInteger();
    private final AtomicInteger brokenCalls = new AtomicInteger();
    private final CountDownLatch connected;
    private volatile boolean closed;

    private IdleClients(GatewayService service, int count) throws IOException, GeneralSecurityException {
        this.service = service;
        this.sockets = service.context().getSocketFactory(); // one: connections are kept by it
        this.pin = Pin.of(service.certificate().getPublicKey());
        this.connected = new CountDownLatch(count);
    }

    /** Has the gateway add them, and returns when all have a session. */
    static IdleClients start(Pair pair, int count) throws LabException, InterruptedException {
        System.setProperty("http.maxConnections", Integer.toString(2 * count));
        List<ClientKey> keys = new ArrayList<>();
        StringBuilder commands = new StringBuilder();
        for (int i = 0; i < count; i++) {
            keys.add(ClientKey.generate());
            commands.append("vpn:client-add ").append(name(i)).append(" --public-key ").append(keys.get(i).publicKey()).append(" --profile ")
                    .append(pair.gateway().folder().base().resolve(name(i) + ".vpnprofile")).append('\n');
        }
        pair.gateway().require(commands.toString());
        try {
            IdleClients clients = new IdleClients(GatewayService.in(pair.gateway().folder()), count);
            for (int i = 0; i < count; i++) {
                clients.run(pair, name(i), keys.get(i));
            }
            clients.connected.await();
            return clients;
        } catch (IOException | GeneralSecurityException e) {
            throw new LabException("cannot start idle clients: " + e, e);
        }
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
        while (!closed) {
            try {
                if (session == null) {
                    session = authenticate(name, key);
                    connected.countDown();
                }
                if (call("receivePackets", "<sessionId>" + session + "</sessionId>").contains("sessionExpired")) {
                    session = null;
                }
            } catch (IOException e) {
                brokenCalls.incrementAndGet();
                synchronized (this) {
                    wait(RETRY_MILLIS);
                }
            }
        }
    }

    private String authenticate(String name, ClientKey key) throws IOException {
        Credentials shown = Proof.create(name, key, pin, System.currentTimeMillis());
        String answer = call("authenticate", "<protocol>1</protocol><clientId>" + name + "</clientId><algorithm>" + shown.algorithm()
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

    private String call(String operation, String content) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) new URL(service.url()).openConnection();
        connection.setSSLSocketFactory(sockets);
        connection.setHostnameVerifier((host, session) -> true); // the certificate itself is known
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "text/xml;charset=UTF-8");
        byte[] body = ("<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><" + operation + " xmlns=\"" + NAMESPACE
                + "\">" + content + "</" + operation + "></soap:Body></soap:Envelope>").getBytes(StandardCharsets.UTF_8);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        if (status != HttpsURLConnection.HTTP_OK && status != HttpsURLConnection.HTTP_INTERNAL_ERROR) {
            throw new IOException("HTTP status " + status);
        }
        try (InputStream in = status == HttpsURLConnection.HTTP_OK ? connection.getInputStream() : connection.getErrorStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
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
