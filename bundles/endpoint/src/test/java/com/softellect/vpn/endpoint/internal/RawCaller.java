package com.softellect.vpn.endpoint.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLSocket;

/** A caller that writes whatever bytes the test wants on a TLS connection, and reads HTTP answers. One thread. */
final class RawCaller implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;

    private final SSLSocket socket;
    private final InputStream in;

    RawCaller(GatewayHarness gateway) throws IOException {
        URI uri = URI.create(gateway.url());
        socket = (SSLSocket) gateway.trusted().getSocketFactory().createSocket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * An HTTP answer.
     *
     * @param headers by their names in lower case
     */
    record Answer(int status, Map<String, String> headers, String body) {
    }

    /** The head of a POST to the service; each header with its value. */
    static String post(String... headers) {
        return request("POST", "", headers);
    }

    static String request(String method, String query, String... headers) {
        StringBuilder head = new StringBuilder(method + " /cxf/vpn" + query + " HTTP/1.1\r\nHost: gateway\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    RawCaller write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawCaller write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Writes a call, and reads its answer. */
    Answer call(String contentType, byte[] body, String... headers) throws IOException {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type: " + contentType;
        all[headers.length + 1] = "Content-Length: " + body.length;
        byte[] head = post(all).getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(head);
        whole.write(body);
        return write(whole.toByteArray()).answer();
    }

    /** An answer that says only that there will be another. */
    Answer answerWithoutBody() throws IOException {
        String[] status = line().split(" ", 3);
        return new Answer(Integer.parseInt(status[1]), headers(), "");
    }

    Answer answer() throws IOException {
        String[] status = line().split(" ", 3);
        Map<String, String> headers = headers();
        return new Answer(Integer.parseInt(status[1]), headers, new String(body(headers), StandardCharsets.UTF_8));
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).trim());
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            String length = headers.get("content-length");
            return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = chunk(); length > 0; length = chunk()) {
            body.write(in.readNBytes(length));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().trim(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the gateway has hung up");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Whether the gateway closes the connection and says nothing more. */
    boolean isHungUp() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
