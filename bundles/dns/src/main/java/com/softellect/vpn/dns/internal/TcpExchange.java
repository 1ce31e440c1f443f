package com.softellect.vpn.dns.internal;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/** A question over TCP (RFC 7766): messages have their length before them. */
final class TcpExchange extends Exchange {

    private final InetSocketAddress upstream;
    private final Outgoing outgoing;
    private final DnsCounters counters;
    private final ByteBuffer out;
    private ByteBuffer in = ByteBuffer.allocate(2);
    private boolean lengthKnown;
    private SocketChannel channel;

    TcpExchange(Loop loop, InetSocketAddress upstream, Outgoing outgoing, DnsCounters counters, Result result) {
        super(loop, result);
        this.upstream = upstream;
        this.outgoing = outgoing;
        this.counters = counters;
        this.out = ByteBuffer.allocate(2 + outgoing.bytes().length).putShort((short) outgoing.bytes().length).put(outgoing.bytes()).flip();
    }

    @Override
    void open() throws IOException {
        channel = SocketChannel.open();
        use(channel, SelectionKey.OP_CONNECT);
        counters.count(DnsCounter.UPSTREAM_TCP);
        if (channel.connect(upstream)) {
            proceed();
        }
    }

    @Override
    void proceed() throws IOException {
        if (channel.isConnectionPending() && !channel.finishConnect()) {
            return;
        }
        if (out.hasRemaining()) {
            channel.write(out);
        }
        await(out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        if (!out.hasRemaining()) {
            read();
        }
    }

    private void read() throws IOException {
        int count = 1;
        while (!isOver() && count > 0) {
            count = channel.read(in);
            if (count < 0) {
                throw new EOFException("the connection was closed before the answer");
            }
            if (!in.hasRemaining()) {
                next();
            }
        }
    }

    private void next() {
        if (lengthKnown) {
            take(in.array());
        } else {
            lengthKnown = true;
            in = ByteBuffer.allocate(Math.max(1, in.flip().getShort() & 0xffff));
        }
    }

    /** Over TCP nobody forges an answer who is not on the way, so the case of letters says nothing. */
    private void take(byte[] bytes) {
        try {
            Message message = Outgoing.read(bytes);
            if (outgoing.fit(message) != Outgoing.Fit.NOT && !message.getHeader().getFlag(Flags.TC)) {
                end(End.ANSWERED, message, null);
                return;
            }
        } catch (IOException | RuntimeException e) {
            // the same as an answer to another question
        }
        counters.count(DnsCounter.UPSTREAM_UNFIT);
        end(End.UNREADABLE, null, null);
    }
}
