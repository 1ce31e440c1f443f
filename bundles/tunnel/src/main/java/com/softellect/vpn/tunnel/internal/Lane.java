package com.softellect.vpn.tunnel.internal;

import com.softellect.vpn.datapath.MessageBuffers;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketException;

/**
 * One connection to the gateway. Calls follow each other on it without waiting for the answers of those before (HTTP/1.1 pipelining, RFC 9112, section
 * 9.3.2): the gateway answers one after the other, in their order, and finds the next call when it has answered one. So a connection is never idle for
 * the length of the way while there is something to carry. Its first failure ends it, and all calls that are on it.
 *
 * <p>Threads: {@link #call} may be called by any number of threads. Whose call is the next to be answered reads the answer.
 */
final class Lane implements AutoCloseable {

    /** As much as goes into one TLS record (RFC 8446, section 5.1). */
    private static final int RECORD_BYTES = 16_384;

    private final LaneSocket socket;
    private final MessageBuffers buffers;

    /** The lock of what is written: calls leave in the order of their numbers. */
    private final Object writing = new Object();
    private final byte[] first = new byte[RECORD_BYTES];
    private OutputStream out;

    /** Guarded by this, as are all below. */
    private InputStream in;
    private long written;
    private long answered;
    private IOException failure;

    Lane(LaneSocket socket, MessageBuffers buffers) {
        this.socket = socket;
        this.buffers = buffers;
    }

    /**
     * Makes a call; the first one connects.
     *
     * @param header of HTTP, for a body of that length
     * @param body   not used any more when this returns
     */
    HttpAnswer call(byte[] header, byte[] body, int length) throws IOException {
        try {
            awaitTurn(write(header, body, length));
            HttpAnswer answer = HttpAnswer.read(in, buffers);
            next(answer.keepsConnection());
            return answer;
        } catch (IOException e) {
            throw fail(e);
        } catch (RuntimeException | Error e) {
            // Where this answer ends is not known any more: whoever waits for one behind it would wait for ever.
            fail(new IOException("another call on the connection failed: " + e, e));
            throw e;
        }
    }

    /** @return the number of the call */
    private long write(byte[] header, byte[] body, int length) throws IOException {
        synchronized (writing) {
            if (out == null) {
                connect();
            }
            long number = begin();
            int with = Math.min(length, first.length - header.length);
            System.arraycopy(header, 0, first, 0, header.length);
            System.arraycopy(body, 0, first, header.length, with);
            out.write(first, 0, header.length + with);
            if (with < length) {
                out.write(body, with, length - with);
            }
            return number;
        }
    }

    private void connect() throws IOException {
        socket.connect();
        synchronized (this) {
            in = new BufferedInputStream(socket.in(), RECORD_BYTES);
        }
        out = socket.out();
    }

    private synchronized long begin() throws IOException {
        check();
        return written++;
    }

    private synchronized void awaitTurn(long number) throws IOException {
        try {
            while (answered != number && failure == null) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        check();
    }

    private void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    private synchronized void next(boolean keeps) {
        answered++;
        if (!keeps) {
            end(new SocketException("the gateway closed the connection"));
        }
        notifyAll();
    }

    /** @return the failure that was the first one */
    private synchronized IOException fail(IOException why) {
        end(why);
        return failure;
    }

    private synchronized void end(IOException why) {
        if (failure == null) {
            failure = why;
            notifyAll();
        }
        socket.abort();
    }

    synchronized boolean isOver() {
        return failure != null;
    }

    /** Cuts it off: calls that are on it fail. Closing twice is harmless. */
    @Override
    public void close() {
        end(new SocketException("the way to the gateway is closed"));
    }
}
