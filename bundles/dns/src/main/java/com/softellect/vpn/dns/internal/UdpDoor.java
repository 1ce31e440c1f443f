package com.softellect.vpn.dns.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where clients' datagrams come in. Belongs to the loop. */
final class UdpDoor {

    private static final Logger LOG = LoggerFactory.getLogger(UdpDoor.class);

    /** So many are read before others have their turn. */
    private static final int AT_A_TIME = 64;

    private final DatagramChannel channel;
    private final Loop loop;
    private final Reception reception;
    private final DnsCounters counters;

    /** No query is longer that anybody sends who means well. */
    private final ByteBuffer in = ByteBuffer.allocateDirect(4096);
    private final Set<Datagram> unanswered = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param channel bound; it is not this object's to close */
    UdpDoor(DatagramChannel channel, Loop loop, Reception reception, DnsCounters counters) {
        this.channel = channel;
        this.loop = loop;
        this.reception = reception;
        this.counters = counters;
    }

    void open() throws IOException {
        loop.register(channel, SelectionKey.OP_READ, this::read);
    }

    private void read() {
        try {
            for (int i = 0; i < AT_A_TIME; i++) {
                in.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(in);
                if (from == null) {
                    return;
                }
                byte[] message = new byte[in.flip().remaining()];
                in.get(message);
                receive(from, message);
            }
        } catch (IOException e) {
            LOG.warn("dns: can't receive: {}", e.toString());
            loop.pause(channel);
        }
    }

    private void receive(InetSocketAddress from, byte[] message) {
        Datagram datagram = new Datagram(from, message);
        if (reception.receive(message, datagram) && !datagram.answered) {
            unanswered.add(datagram);
        }
    }

    /** The queries that wait for their answers, as JDK types, for {@link #takeOver}. */
    List<Map<String, Object>> leave() {
        return unanswered.stream().map(one -> Map.<String, Object>of("from", one.from, "message", one.message)).toList();
    }

    /** @param left what the version before has left: it is as if they came now */
    void takeOver(List<?> left) {
        for (Object one : left) {
            receive((InetSocketAddress) ((Map<?, ?>) one).get("from"), (byte[]) ((Map<?, ?>) one).get("message"));
        }
    }

    private final class Datagram implements Asker {

        private final InetSocketAddress from;
        private final byte[] message;
        private boolean answered;

        private Datagram(InetSocketAddress from, byte[] message) {
            this.from = from;
            this.message = message;
        }

        @Override
        public int address() {
            return ByteBuffer.wrap(from.getAddress().getAddress()).getInt();
        }

        @Override
        public boolean datagrams() {
            return true;
        }

        /** A full send buffer, or an adapter that is gone for a moment, is a datagram lost, and the client asks again. */
        @Override
        public void answer(byte[] answer) {
            answered = true;
            unanswered.remove(this);
            try {
                if (channel.send(ByteBuffer.wrap(answer), from) == 0) {
                    counters.count(DnsCounter.ANSWERS_UNSENT);
                }
            } catch (IOException e) {
                counters.count(DnsCounter.ANSWERS_UNSENT);
            }
        }
    }
}
