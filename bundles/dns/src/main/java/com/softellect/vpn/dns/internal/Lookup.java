package com.softellect.vpn.dns.internal;

import com.softellect.vpn.dns.internal.Exchange.End;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * Finds the answer to one question by asking one upstream after the other, in the order of their health, over UDP and, where that is not enough, TCP.
 * Ends once, in bounded time. Belongs to the loop.
 */
final class Lookup {

    /** Stub resolvers wait 5 s for the first answer: one that comes later is of no use. */
    private static final long TOTAL_MILLIS = 4_500;

    /** How often somebody is asked at least, also if there is only one. */
    private static final int TRIES = 3;

    private final Loop loop;
    private final Plan plan;
    private final DnsCounters counters;
    private final Random random;
    private final Question question;
    private final Consumer<Message> done;
    private final long deadline = now() + TOTAL_MILLIS;
    private final Deque<Upstream> next = new ArrayDeque<>();

    /** What an upstream said that could not help: better than nothing. */
    private Message lastResort = Answers.failure();

    /** @param done gets the answer, or what comes closest to one */
    Lookup(Loop loop, Plan plan, DnsCounters counters, Random random, Question question, Consumer<Message> done) {
        this.loop = loop;
        this.plan = plan;
        this.counters = counters;
        this.random = random;
        this.question = question;
        this.done = done;
    }

    void begin(List<Upstream> order) {
        do {
            next.addAll(order);
        } while (!order.isEmpty() && next.size() < TRIES);
        order.stream().skip(1).filter(one -> one.takeTrial(now())).forEach(this::tryAgain);
        askNext();
    }

    /** A copy of the question to one that did not answer lately. The client waits for another. */
    private void tryAgain(Upstream upstream) {
        new UdpExchange(loop, upstream.address(), outgoing(true), counters, (end, answer, millis, problem) -> learn(upstream, end, millis, problem))
                .begin(plan.upstreamTimeoutMillis());
    }

    private void askNext() {
        Upstream upstream = next.poll();
        if (upstream == null || now() >= deadline) {
            done.accept(lastResort);
        } else {
            ask(upstream, true, false);
        }
    }

    private void ask(Upstream upstream, boolean edns, boolean tcp) {
        long timeout = Math.max(1, Math.min(plan.upstreamTimeoutMillis(), deadline - now()));
        Outgoing outgoing = outgoing(edns);
        Exchange.Result result = (end, answer, millis, problem) -> {
            learn(upstream, end, millis, problem);
            ended(upstream, edns, end, answer);
        };
        Exchange exchange = tcp ? new TcpExchange(loop, upstream.address(), outgoing, counters, result)
                : new UdpExchange(loop, upstream.address(), outgoing, counters, result);
        exchange.begin(timeout);
    }

    private Outgoing outgoing(boolean edns) {
        return new Outgoing(question, edns, plan.randomCase(), random);
    }

    private void learn(Upstream upstream, End end, long millis, String problem) {
        if (end == End.TIMED_OUT || end == End.FAILED) {
            counters.count(end == End.TIMED_OUT ? DnsCounter.UPSTREAM_TIMEOUT : DnsCounter.UPSTREAM_ERROR);
            upstream.failed(problem, now());
        } else {
            upstream.answered(millis);
        }
    }

    private void ended(Upstream upstream, boolean edns, End end, Message answer) {
        switch (end) {
            case OVER_TCP -> ask(upstream, edns, true);
            case ANSWERED -> answered(upstream, edns, answer);
            case UNREADABLE -> askOthers(upstream);
            case TIMED_OUT, FAILED -> askNext();
        }
    }

    private void answered(Upstream upstream, boolean edns, Message answer) {
        int rcode = answer.getRcode();
        if (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN) {
            counters.count(DnsCounter.ANSWERS_UPSTREAM);
            answer.getHeader().unsetFlag(Flags.AA); // it is not ours
            done.accept(answer);
        } else if (rcode == Rcode.FORMERR && edns && answer.getOPT() == null) {
            ask(upstream, false, false); // it does not know EDNS (RFC 6891, 6.2.2)
        } else {
            if (rcode == Rcode.SERVFAIL) {
                lastResort = answer;
            }
            askOthers(upstream);
        }
    }

    /** Asked again it would say the same. */
    private void askOthers(Upstream upstream) {
        next.removeIf(one -> one == upstream);
        askNext();
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
