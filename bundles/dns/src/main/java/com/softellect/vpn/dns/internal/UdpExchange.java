package com.softellect.vpn.dns.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/**
 * A question over UDP. The socket is new and connected: its port is one that the kernel has chosen at random, and what comes from elsewhere than the
 * upstream does not reach us. What comes and is no answer to the question is counted and not looked at further.
 */
final class UdpExchange extends Exchange {

    private final InetSocketAddress upstream;
    private final Outgoing outgoing;
    private final DnsCounters counters;

    /** More than upstreams were told that we take; there are some who don't listen. */
    private final ByteBuffer in = ByteBuffer.allocate(4096);
    private DatagramChannel channel;

    UdpExchange(Loop loop, InetSocketAddress upstream, Outgoing outgoing, DnsCounters counters, Result result) {
        super(loop, result);
        this.upstream = upstream;
        this.outgoing = outgoing;
        this.counters = counters;
    }

    @Override
    void open() throws IOException {
        channel = DatagramChannel.open();
        use(channel, SelectionKey.OP_READ);
        channel.connect(upstream);
        counters.count(DnsCounter.UPSTREAM_UDP);
        if (channel.write(ByteBuffer.wrap(outgoing.bytes())) == 0) {
            throw new IOException("the socket takes nothing");
        }
    }

    @Override
    void proceed() throws IOException {
        while (!isOver()) {
            in.clear();
            if (channel.read(in) <= 0) {
                return;
            }
            byte[] message = new byte[in.flip().remaining()];
            in.get(message);
            take(message);
        }
    }

    private void take(byte[] bytes) {
        try {
            Message message = Outgoing.read(bytes);
            switch (outgoing.fit(message)) {
                case FITS -> end(message.getHeader().getFlag(Flags.TC) ? End.OVER_TCP : End.ANSWERED, message, null);
                case OTHER_CASE -> end(End.OVER_TCP, null, null);
                case NOT -> counters.count(DnsCounter.UPSTREAM_UNFIT);
            }
        } catch (IOException | RuntimeException e) {
            counters.count(DnsCounter.UPSTREAM_UNFIT);
            if (outgoing.hasNumber(bytes)) {
                end(bytes.length > 2 && Answers.isTruncated(bytes) ? End.OVER_TCP : End.UNREADABLE, null, null);
            }
        }
    }
}
