package com.softellect.vpn.lab.attack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Somebody who tries to get in with wrong proofs, one attempt after the other: over a connection that is kept as long as the gateway keeps
 * it, or over a new one each time. Used by the thread of its {@link FloodLoop}.
 */
final class Stranger {

    private static final byte[] NOTHING = new byte[0];

    /** Where an attempt is. */
    private enum State { IDLE, CONNECTING, SHAKING_HANDS, ASKED }

    private final FloodLoop loop;
    private final InetSocketAddress from;
    private final boolean keeps;

    private State state = State.IDLE;
    private SocketChannel channel;
    private Tls tls;

    /** What {@link #tls} says first. A gateway that hangs up before it answers has not used it up: it serves the next connection. */
    private byte[] hello;

    /** Of a record that has not wholly come. */
    private byte[] rest = NOTHING;
    private Supplier<byte[]> request;
    private String received = "";
    private long limit;

    /**
     * @param from  the address, with port 0
     * @param keeps whether the connection is kept for the next attempt
     */
    Stranger(FloodLoop loop, InetSocketAddress from, boolean keeps) {
        this.loop = loop;
        this.from = from;
        this.keeps = keeps;
    }

    /** Does what costs the most of an attempt before there is one: makes the key that a handshake begins with. */
    void prepare() throws SSLException {
        ByteBuffer out = loop.out().clear();
        tls = Tls.begin();
        tls.greet(out);
        hello = rest(out.flip());
    }

    /**
     * @param wrongRequest made when the gateway listens to it, which it seldom does
     * @param until        the moment of {@link System#nanoTime} at which the attempt has failed
     */
    void begin(Supplier<byte[]> wrongRequest, long until) {
        request = wrongRequest;
        limit = until;
        try {
            if (channel == null) {
                connect();
            } else {
                ask();
            }
        } catch (IOException e) {
            lost();
        }
    }

    /** To be called when the selector has something for it. */
    void proceed() {
        try {
            if (state == State.CONNECTING) {
                connected();
            } else {
                read();
            }
        } catch (SSLException e) {
            loop.odd(e.toString());
            hangUp(Outcome.ODD);
        } catch (IOException e) {
            lost();
        }
    }

    /** Ends an attempt whose time is over. */
    void look(long now) {
        if (state != State.IDLE && now - limit > 0) {
            hangUp(Outcome.NO_ANSWER);
        }
    }

    private void connect() throws IOException {
        state = State.CONNECTING;
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // or ten thousands of closed ones would stay in the kernel for a minute
        channel.bind(from);
        if (channel.connect(loop.gateway())) {
            connected();
        } else {
            channel.register(loop.selector(), SelectionKey.OP_CONNECT, this);
        }
    }

    private void connected() throws IOException {
        channel.finishConnect();
        channel.register(loop.selector(), SelectionKey.OP_READ, this);
        state = State.SHAKING_HANDS;
        if (hello == null) {
            prepare();
        }
        write(loop.out().clear().put(hello));
    }

    private void ask() throws IOException {
        ByteBuffer out = loop.out().clear();
        say(out);
        write(out);
    }

    private void say(ByteBuffer out) throws SSLException {
        state = State.ASKED;
        tls.say(ByteBuffer.wrap(request.get()), out);
    }

    private void read() throws IOException {
        ByteBuffer in = loop.in().clear().put(rest);
        if (channel.read(in) < 0) {
            lost();
            return;
        }
        hello = null;
        ByteBuffer plain = loop.plain().clear();
        ByteBuffer out = loop.out().clear();
        boolean ended = tls.hear(in.flip(), plain, out);
        rest = rest(in);
        if (state == State.SHAKING_HANDS && tls.isUp()) {
            say(out);
        }
        write(out);
        received += StandardCharsets.ISO_8859_1.decode(plain.flip());
        Answer.parse(received).ifPresent(this::answered);
        if (ended) {
            lost();
        }
    }

    private void write(ByteBuffer out) throws IOException {
        channel.write(out.flip());
        if (out.hasRemaining()) {
            throw new IOException("the gateway does not read"); // one request always fits into an empty send buffer
        }
    }

    private void answered(Answer answer) {
        Outcome outcome = answer.outcome();
        if (outcome == Outcome.ODD) {
            loop.odd(answer.text());
        }
        if (!keeps || answer.closes()) {
            hangUp(outcome);
        } else {
            end(outcome);
        }
    }

    /** The gateway has hung up. */
    private void lost() {
        switch (state) {
            case CONNECTING -> hangUp(Outcome.NOT_CONNECTED);
            case SHAKING_HANDS -> hangUp(Outcome.CLOSED_AT_ONCE);
            case ASKED -> hangUp(Outcome.CLOSED_LATER);
            default -> close(); // between two attempts
        }
    }

    private void hangUp(Outcome outcome) {
        close();
        end(outcome);
    }

    private void end(Outcome outcome) {
        state = State.IDLE;
        received = "";
        loop.ended(this, outcome);
    }

    void close() {
        rest = NOTHING;
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            loop.odd(e.toString()); // it is closed all the same
        } finally {
            channel = null;
        }
    }

    private static byte[] rest(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
