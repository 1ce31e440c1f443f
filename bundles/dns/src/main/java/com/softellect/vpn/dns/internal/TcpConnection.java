package com.softellect.vpn.dns.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * One connection of a client. Several queries may be on their way at a time; each is answered when its answer is there (RFC 7766). A client that does
 * not take its answers is not read from, and is cut off like one that says nothing. Belongs to the loop.
 */
final class TcpConnection implements Asker {

    private static final long IDLE_MILLIS = 10_000;

    /** As UDP: see {@link UdpDoor}. */
    private static final int MOST_QUERY_BYTES = 4096;

    /** What the client has not taken yet, in answers and in bytes: with more of it no further query is looked at. */
    private static final int MOST_WAITING = 16;
    private static final int MOST_WAITING_BYTES = 65_536;

    private final SocketChannel channel;
    private final int address;
    private final Loop loop;
    private final Reception reception;
    private final Consumer<TcpConnection> ended;
    private final ByteBuffer in = ByteBuffer.allocate(2 + MOST_QUERY_BYTES);
    private final Deque<ByteBuffer> out = new ArrayDeque<>();
    private int outBytes;
    private int unanswered;

    /** Whether {@link #ready} is called in a moment, for queries that are in the buffer already. */
    private boolean resuming;
    private Loop.Timer idle;
    private boolean closed;

    TcpConnection(SocketChannel channel, int address, Loop loop, Reception reception, Consumer<TcpConnection> ended) {
        this.channel = channel;
        this.address = address;
        this.loop = loop;
        this.reception = reception;
        this.ended = ended;
    }

    void begin() throws IOException {
        loop.register(channel, SelectionKey.OP_READ, this::ready);
        idle = loop.after(IDLE_MILLIS, this::close);
    }

    private void ready() {
        try {
            write();
            if (!closed && isReading()) {
                if (channel.read(in) < 0) {
                    close();
                } else {
                    takeWhole();
                }
            }
            awaitMore();
        } catch (IOException e) {
            close();
        }
    }

    private boolean isReading() {
        return unanswered + out.size() < MOST_WAITING && outBytes < MOST_WAITING_BYTES;
    }

    private void takeWhole() {
        in.flip();
        while (!closed && isReading() && in.remaining() >= 2) {
            int length = in.getShort(in.position()) & 0xffff;
            if (length > MOST_QUERY_BYTES) {
                close();
            } else if (in.remaining() < 2 + length) {
                break;
            } else {
                byte[] message = new byte[length];
                in.getShort();
                in.get(message);
                take(message);
            }
        }
        in.compact();
    }

    private void take(byte[] message) {
        stayOpen();
        unanswered++;
        if (!reception.receive(message, this)) {
            unanswered--;
            close(); // nobody sends such a thing by mistake
        }
    }

    private void stayOpen() {
        loop.cancel(idle);
        idle = loop.after(IDLE_MILLIS, this::close);
    }

    @Override
    public int address() {
        return address;
    }

    @Override
    public boolean datagrams() {
        return false;
    }

    @Override
    public void answer(byte[] message) {
        unanswered--;
        if (!closed) {
            out.add(ByteBuffer.allocate(2 + message.length).putShort((short) message.length).put(message).flip());
            outBytes += message.length;
            try {
                write();
                awaitMore();
            } catch (IOException e) {
                close();
            }
        }
    }

    private void write() throws IOException {
        while (!out.isEmpty()) {
            channel.write(out.peek());
            if (out.peek().hasRemaining()) {
                return;
            }
            outBytes -= out.remove().capacity() - 2;
            stayOpen();
        }
    }

    private void awaitMore() {
        if (!closed) {
            loop.await(channel, (isReading() ? SelectionKey.OP_READ : 0) | (out.isEmpty() ? 0 : SelectionKey.OP_WRITE));
            resume();
        }
    }

    /** Queries that came while the client had not taken its answers are in the buffer, and no byte will come to tell of them. */
    private void resume() {
        if (!resuming && isReading() && hasWhole()) {
            resuming = true;
            loop.execute(() -> {
                resuming = false;
                if (!closed) {
                    ready();
                }
            });
        }
    }

    /** Between two calls of {@link #ready} the buffer is one to be filled. */
    private boolean hasWhole() {
        return in.limit() == in.capacity() && in.position() >= 2 && in.position() >= 2 + (in.getShort(0) & 0xffff);
    }

    private void close() {
        if (!closed) {
            closed = true;
            loop.cancel(idle);
            loop.close(channel);
            ended.accept(this);
        }
    }
}
