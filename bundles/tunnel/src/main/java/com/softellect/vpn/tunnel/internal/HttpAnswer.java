package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.datapath.MessageBuffer;
import com.softellect.vpn.datapath.MessageBuffers;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One answer of HTTP/1.1 (RFC 9112), read whole. Of several headers of one name the last one counts.
 *
 * @param content belongs to whoever has the answer
 */
record HttpAnswer(int status, Map<String, String> headers, MessageBuffer content) {

    private static final int MAX_LINE_BYTES = 8192;
    private static final int MAX_HEADERS = 100;
    private static final int FIRST_FINAL_STATUS = 200;
    private static final int NOT_MODIFIED = 304;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 [1-5][0-9][0-9]( .*)?");
    private static final Pattern CONTENT_LENGTH = Pattern.compile("[0-9]{1,10}");
    private static final Pattern CHUNK_SIZE = Pattern.compile("[0-9A-Fa-f]{1,8}");

    /**
     * Reads the next answer from a connection, up to its last byte and no further.
     *
     * @param in buffered
     * @throws IOException if it ends before, or is not HTTP
     */
    static HttpAnswer read(InputStream in, MessageBuffers buffers) throws IOException {
        int status;
        Map<String, String> headers;
        do {
            status = status(line(in));
            headers = headers(in);
        } while (status < FIRST_FINAL_STATUS);
        MessageBuffer content = buffers.take();
        content.readFrom(body(in, status, headers), length(headers));
        return new HttpAnswer(status, headers, content);
    }

    boolean isOk() {
        return status == HttpURLConnection.HTTP_OK;
    }

    /** Whether another answer may follow on the same connection. */
    boolean keepsConnection() {
        return !"close".equalsIgnoreCase(headers.get("Connection")) && (headers.containsKey("Content-Length") || isChunked(headers));
    }

    private static int status(String line) throws IOException {
        if (!STATUS_LINE.matcher(line).matches()) {
            throw new IOException("this is not HTTP/1.1: '" + line.substring(0, Math.min(40, line.length())) + "'");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i <= MAX_HEADERS; i++) {
            String line = line(in);
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("a line of the HTTP header has no name");
            }
            headers.put(line.substring(0, colon), line.substring(colon + 1).trim());
        }
        throw new IOException("more than " + MAX_HEADERS + " HTTP headers");
    }

    private static boolean isChunked(Map<String, String> headers) {
        return "chunked".equalsIgnoreCase(headers.get("Transfer-Encoding"));
    }

    /** -1 if that is not said. */
    private static long length(Map<String, String> headers) throws IOException {
        String text = headers.get("Content-Length");
        if (text == null || isChunked(headers)) {
            return -1;
        }
        if (!CONTENT_LENGTH.matcher(text).matches()) {
            throw new IOException("the Content-Length is '" + text + "'");
        }
        return Long.parseLong(text);
    }

    private static InputStream body(InputStream in, int status, Map<String, String> headers) throws IOException {
        if (status == HttpURLConnection.HTTP_NO_CONTENT || status == NOT_MODIFIED) {
            return InputStream.nullInputStream();
        } else if (isChunked(headers)) {
            return new Chunks(in);
        }
        long length = length(headers);
        return length < 0 ? in : new Part(in, length);
    }

    /** Without its end, CR LF; a lone LF ends one too. */
    private static String line(InputStream in) throws IOException {
        byte[] line = new byte[128];
        int length = 0;
        int next;
        while ((next = in.read()) != '\n') {
            if (next < 0) {
                throw new EOFException("the gateway closed the connection");
            }
            if (length == MAX_LINE_BYTES) {
                throw new IOException("a line of the HTTP header is longer than " + MAX_LINE_BYTES + " bytes");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = (byte) next;
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1);
    }

    /** So many bytes of a stream. */
    private static class Part extends InputStream {

        private final InputStream in;
        private long left;

        Part(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        void begin(long length) {
            left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(into, offset, (int) Math.min(left, length));
            if (read < 0) {
                throw new EOFException("the gateway closed the connection in the middle of an answer");
            }
            left -= read;
            return read;
        }
    }

    /** A body in chunks (RFC 9112, section 7.1). */
    private static final class Chunks extends Part {

        private final InputStream in;
        private boolean begun;
        private boolean ended;

        Chunks(InputStream in) {
            super(in, 0);
            this.in = in;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = super.read(into, offset, length);
            while (read < 0 && !ended) {
                next();
                read = super.read(into, offset, length);
            }
            return read;
        }

        private void next() throws IOException {
            if (begun && !line(in).isEmpty()) {
                throw new IOException("a chunk of the answer is longer than it says");
            }
            begun = true;
            String size = line(in).split(";", 2)[0].trim();
            if (!CHUNK_SIZE.matcher(size).matches()) {
                throw new IOException("a chunk of the answer has the length '" + size + "'");
            }
            long length = Long.parseLong(size, 16);
            begin(length);
            if (length == 0) {
                ended = true;
                headers(in); // trailers
            }
        }
    }
}
