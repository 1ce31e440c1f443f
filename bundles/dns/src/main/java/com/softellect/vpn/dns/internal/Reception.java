package com.softellect.vpn.dns.internal;

import com.softellect.vpn.api.packet.Ipv4Network;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * The way of a query, from the door that it came in by to the answer that goes out there:
 *
 * <ol>
 * <li>Who is not in the tunnel's network is not answered.
 * <li>The query is read. What can't be answered is told so.
 * <li>Who asks too much is refused.
 * <li>Names of clients are answered from what the gateway knows.
 * <li>The rest is answered from the cache, or by an upstream ({@link Resolver}).
 * <li>The answer is written as the client can take it, and sent.
 * </ol>
 *
 * <p>Belongs to the loop.
 */
final class Reception {

    private final Ipv4Network network;
    private final ClientLimits limits;
    private final ClientNames names;
    private final Resolver resolver;
    private final DnsCounters counters;

    Reception(Ipv4Network network, ClientLimits limits, ClientNames names, Resolver resolver, DnsCounters counters) {
        this.network = network;
        this.limits = limits;
        this.names = names;
        this.resolver = resolver;
        this.counters = counters;
    }

    boolean admits(int address) {
        boolean known = network.contains(address);
        if (!known) {
            counters.count(DnsCounter.REFUSED_STRANGER);
        }
        return known;
    }

    /** @return whether there is an answer, now or later */
    boolean receive(byte[] message, Asker asker) {
        if (!admits(asker.address())) {
            return false;
        }
        counters.count(asker.datagrams() ? DnsCounter.QUERIES_UDP : DnsCounter.QUERIES_TCP);
        Query query = Query.read(message, asker);
        if (query == null) {
            counters.count(DnsCounter.QUERIES_MALFORMED);
            return false;
        }
        switch (limits.begin(asker.address())) {
            case TOO_FAST -> refuse(query, Rcode.REFUSED, DnsCounter.REFUSED_RATE);
            case TOO_MANY -> refuse(query, Rcode.REFUSED, DnsCounter.REFUSED_AT_A_TIME);
            case LET_IN -> answer(query);
        }
        return true;
    }

    private void refuse(Query query, int rcode, DnsCounter reason) {
        counters.count(reason);
        query.asker().answer(Answers.empty(query, rcode));
    }

    private void answer(Query query) {
        if (query.problem() != Rcode.NOERROR) {
            limits.end(query.asker().address());
            refuse(query, query.problem(), query.problem() == Rcode.FORMERR ? DnsCounter.QUERIES_MALFORMED : DnsCounter.REFUSED_KIND);
            return;
        }
        Message own = names.answer(query.question(), query.asker().address());
        if (own == null) {
            resolver.resolve(query.question(), answer -> send(query, answer));
        } else {
            counters.count(DnsCounter.ANSWERS_CLIENT_NAMES);
            send(query, own);
        }
    }

    private void send(Query query, Message answer) {
        limits.end(query.asker().address());
        byte[] message = Answers.of(query, answer);
        if (answer.getRcode() == Rcode.SERVFAIL) {
            counters.count(DnsCounter.ANSWERS_FAILED);
        }
        if (Answers.isTruncated(message)) {
            counters.count(DnsCounter.ANSWERS_TRUNCATED);
        }
        query.asker().answer(message);
    }
}
