package com.softellect.vpn.endpoint.internal;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import javax.servlet.ServletInputStream;

/**
 * The body of a call, as far as it has come. Memory is taken as bytes arrive; for a length that was only announced, not before there is
 * {@link BodyRoom} for it. One thread at a time.
 */
final class Body implements AutoCloseable {

    /** The id of a caller's session is within these first bytes of its messages, or the caller counts as a stranger. */
    static final int HEAD_BYTES = 4096;

    private static final int CHUNK_BYTES = 4096;
    private static final byte[] NONE = {};

    private final int declared;
    private byte[] bytes;
    private int size;
    private boolean whole;
    private boolean borrowed;
    private int most = BodyRoom.SMALL_BYTES;
    private BodyRoom.Lease room = BodyRoom.FREE;

    /** @param declared the length that the caller announced; -1: none, the body ends with its last chunk */
    Body(int declared) {
        this.declared = declared;
        this.bytes = new byte[declared < 0 ? CHUNK_BYTES : Math.min(declared, BodyRoom.SMALL_BYTES)];
        this.whole = declared == 0;
    }

    /** One that is whole, and needs no room: it has some already. */
    Body(byte[] bytes, int size) {
        this.declared = size;
        this.bytes = bytes;
        this.size = size;
        this.whole = true;
        this.most = Math.max(size, BodyRoom.SMALL_BYTES);
    }

    /** Takes what has arrived, as long as it is little. Does not block. */
    void readArrived(ServletInputStream in) throws IOException {
        int arrived = in.available();
        while (arrived > 0 && !whole && size < BodyRoom.SMALL_BYTES) {
            readOnce(in, Math.min(arrived, BodyRoom.SMALL_BYTES - size));
            arrived = in.available();
        }
        if (!whole && in.isFinished()) {
            readChunk(in); // which finds the end, or that the caller has gone
        }
    }

    /** Takes all that was announced, for which there is room now. Blocks. */
    void readRest(InputStream in, BodyArrays arrays) throws IOException {
        byte[] all = arrays.take(declared);
        System.arraycopy(bytes, 0, all, 0, size);
        bytes = all;
        borrowed = true;
        while (!whole) {
            readChunk(in);
        }
    }

    /** Nothing of it is needed any more: an array that was taken from there goes back. */
    void giveBackTo(BodyArrays arrays) {
        if (borrowed) {
            arrays.give(bytes);
            bytes = NONE;
            size = 0;
        }
    }

    /** Takes a part of what is still to come, or notes that this was all. Blocks only if the stream does. */
    void readChunk(InputStream in) throws IOException {
        readOnce(in, Integer.MAX_VALUE);
    }

    private void readOnce(InputStream in, int limit) throws IOException {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size * 2, CHUNK_BYTES));
        }
        int read = in.read(bytes, size, Math.min(limit, bytes.length - size));
        if (read < 0 && size < declared) {
            throw new EOFException("the caller has hung up after " + size + " of " + declared + " bytes");
        }
        size += Math.max(read, 0);
        whole = read < 0 || size == declared;
    }

    boolean hasHead() {
        return whole || size >= HEAD_BYTES;
    }

    boolean isWhole() {
        return whole;
    }

    /** Whether more has come, or is announced, than there is room for. */
    boolean isTooMuch() {
        return length() > most;
    }

    /** As far as is known now. */
    int length() {
        return Math.max(size, declared);
    }

    boolean isLengthDeclared() {
        return declared >= 0;
    }

    /** @param lease of room for {@code maxBytes} of it, in place of what it had; given back by {@link #close} */
    void moveTo(BodyRoom.Lease lease, int maxBytes) {
        room.close();
        room = lease;
        most = maxBytes;
    }

    int size() {
        return size;
    }

    /** The first {@link #size} of these are the body's. Lent: valid until the next read. */
    byte[] bytes() {
        return bytes;
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes, 0, size);
    }

    /** Nobody needs it any more. */
    @Override
    public void close() {
        room.close();
    }
}
