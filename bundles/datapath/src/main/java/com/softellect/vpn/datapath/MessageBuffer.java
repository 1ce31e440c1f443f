package com.softellect.vpn.datapath;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Base64;

/**
 * The bytes of one message, written or read as a whole. Used again for the next one, it allocates nothing: messages are by far the longest arrays
 * of the packet path. One thread at a time.
 */
public final class MessageBuffer {

    /** What is made room for because it is announced, before it has come. */
    private static final long FIRST_BYTES_AT_MOST = 1 << 20;
    private static final long FIRST_BYTES = 1 << 10;

    /** Of an int. */
    static final int MOST_DIGITS = 10;

    private byte[] bytes = {};
    private int size;

    /** For the Base64 of one packet: the encoder of the JDK writes to the beginning of an array only. */
    private byte[] encoded = {};

    /** Begins anew. */
    void clear() {
        size = 0;
    }

    /** @param atLeast bytes that there will be room for without another copy */
    private void makeRoom(int atLeast) {
        if (bytes.length < atLeast) {
            bytes = Arrays.copyOf(bytes, MessageBuffers.room(atLeast));
        }
    }

    void makeRoomFor(int more) {
        makeRoom(size + more);
    }

    void put(byte[] part) {
        put(part, part.length);
    }

    private void put(byte[] part, int length) {
        makeRoom(size + length);
        System.arraycopy(part, 0, bytes, size, length);
        size += length;
    }

    void putBase64(byte[] packet) {
        int length = base64Length(packet.length);
        if (encoded.length < length) {
            encoded = new byte[length];
        }
        put(encoded, Base64.getEncoder().encode(packet, encoded));
    }

    /** As decimal digits. @param number not negative */
    void putNumber(int number) {
        makeRoom(size + MOST_DIGITS);
        int digits = 1;
        for (int rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        for (int at = size + digits - 1, rest = number; at >= size; at--, rest /= 10) {
            bytes[at] = (byte) ('0' + rest % 10);
        }
        size += digits;
    }

    static int base64Length(int bytes) {
        return (bytes + 2) / 3 * 4;
    }

    /**
     * Takes all that comes, in place of what it had.
     *
     * @param expected how many bytes that will be; -1: not known
     */
    public void readFrom(InputStream in, long expected) throws IOException {
        clear();
        makeRoom((int) Math.max(FIRST_BYTES, Math.min(expected, FIRST_BYTES_AT_MOST)) + 1); // one more, to see the end without growing
        int read;
        while ((read = in.read(bytes, size, bytes.length - size)) >= 0) {
            size += read;
            if (size == bytes.length) {
                makeRoom(size * 2);
            }
        }
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }

    public int size() {
        return size;
    }

    /** The first {@link #size} of these are the message's. Lent: valid until the next message. */
    public byte[] bytes() {
        return bytes;
    }

    /** A copy of the message. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** The memory that it holds. */
    int capacity() {
        return bytes.length + encoded.length;
    }
}
