package com.softellect.vpn.translator.internal;

import com.softellect.vpn.api.egress.PacketEgress;
import com.softellect.vpn.api.packet.Ipv4Network;
import com.softellect.vpn.translator.internal.Tally.Drop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the packets of clients to other networks and back, with the gateway's address in the place of theirs: joins the two doors, {@link FromClient} and
 * {@link FromNetwork}, while a router uses it. Flows, leases and sockets outlive that.
 *
 * <p>Threads: any number send; the timer's ticks; {@link #open} and {@link #close} take turns.
 */
final class Translator implements PacketEgress {

    private static final Logger LOG = LoggerFactory.getLogger(Translator.class);

    private final Sockets sockets;
    private final LinuxOutside outside;
    private final Flows flows;
    private final Tally tally;
    private final Errors errors;
    private final Fragments fragments = new Fragments();
    private final AtomicInteger ids = new AtomicInteger(new SecureRandom().nextInt());

    /** Published by {@link #open} before any packet, and by {@link #close} after the last one. */
    private volatile FromClient fromClient;
    /** Published by {@link #open} and by the inbound loop when it fails. */
    private volatile String problem;

    /** Guarded by this. */
    private InboundLoop loop;

    /** @param sockets belong to the translator from now on, as does what is outside */
    Translator(Sockets sockets, LinuxOutside outside, Flows flows, Tally tally) {
        this.sockets = sockets;
        this.outside = outside;
        this.flows = flows;
        this.tally = tally;
        this.errors = new Errors(tally);
    }

    @Override
    public synchronized void open(Ipv4Network network, int mtu, Consumer<byte[]> back) {
        int foreign = flows.endIf(flow -> !network.contains(flow.client()));
        if (foreign > 0) {
            LOG.info("translator: {} flows ended: their clients' addresses are outside of {}", foreign, network);
        }
        Inside inside = new Inside(network, mtu, back);
        fromClient = new FromClient(inside, flows, outside, fragments, errors, tally, ids);
        try {
            loop = new InboundLoop(sockets.receiving(), new FromNetwork(inside, flows, outside, errors, tally)::received, this::failed);
        } catch (IOException e) {
            failed(e.getMessage());
            throw new UncheckedIOException(e);
        }
        problem = null;
        loop.start();
    }

    private void failed(String why) {
        problem = why;
    }

    @Override
    public synchronized void close() {
        if (loop != null) {
            loop.stop();
            loop = null;
            fromClient = null;
        }
    }

    @Override
    public boolean send(byte[] packet) {
        return fromClient.send(packet);
    }

    /** @param second that has begun, counted from the start */
    void tick(int second) {
        flows.tick(second);
        errors.tick();
        for (int i = fragments.tick(second); i > 0; i--) {
            tally.drop(Drop.FRAGMENT);
        }
    }

    /** Applies new limits to what there is. */
    void configure(Limits limits) throws IOException {
        flows.configure(limits);
        sockets.configure(flows.ports());
    }

    /** The client of each of these addresses is another one than before. */
    void forget(Set<Integer> addresses) {
        if (!addresses.isEmpty()) {
            int ended = flows.endIf(flow -> addresses.contains(flow.client()));
            LOG.info("translator: {} flows ended: their clients' addresses are others' now", ended);
        }
    }

    Flows flows() {
        return flows;
    }

    Sockets sockets() {
        return sockets;
    }

    /** Why nothing comes back, in words; null if it does. */
    String problem() {
        return problem;
    }

    /** Leaves the sockets and the leases open for somebody else. Closed before. */
    void leave() {
        outside.close();
    }

    /** Closes all that it has of the system's. Closed before. */
    void end() {
        flows.endIf(any -> true);
        outside.close();
        sockets.close();
    }
}
