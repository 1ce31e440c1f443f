package com.softellect.vpn.lab.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.LongPredicate;
import java.util.zip.CRC32C;

/** One end of a {@link Transfer}. Used by one thread. */
final class TransferStream {

    private static final int BUFFER_BYTES = 65_536;

    /** Odd, so that the numbers that are counted in steps of it come round only after 2^64. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final Socket socket;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final CRC32C checksum = new CRC32C();

    /** Length and CRC-32C (RFC 3720) of what passed. */
    record Sum(long bytes, long checksum) {
    }

    TransferStream(Socket socket) {
        this.socket = socket;
    }

    /** Sends buffers for as long as the predicate of the bytes sent so far says so, then ends the stream. */
    Sum send(LongPredicate goOn) {
        try {
            long sent = 0;
            while (goOn.test(sent)) {
                fill(sent);
                checksum.update(buffer);
                socket.getOutputStream().write(buffer);
                sent += buffer.length;
            }
            socket.shutdownOutput();
            return new Sum(sent, checksum.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Receives to the end of the stream. */
    Sum receive() throws IOException {
        long received = 0;
        int count = socket.getInputStream().read(buffer);
        while (count >= 0) {
            checksum.update(buffer, 0, count);
            received += count;
            count = socket.getInputStream().read(buffer);
        }
        return new Sum(received, checksum.getValue());
    }

    /** A packet that is lost, doubled or in the wrong place changes the checksum: no two places hold the same. */
    private void fill(long position) {
        ByteBuffer words = ByteBuffer.wrap(buffer);
        for (long number = position; words.hasRemaining(); number += Long.BYTES) {
            words.putLong(number * STEP);
        }
    }
}
