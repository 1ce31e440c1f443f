package com.softellect.vpn.dns.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.xbill.DNS.Message;

/** Answers questions from the cache, else by asking upstreams, once for all who ask the same meanwhile. Belongs to the loop. */
final class Resolver {

    /** The most questions that are on their way to upstreams at a time; each has a socket. */
    private static final int MOST_LOOKUPS = 1000;

    private final Loop loop;
    private final Plan plan;
    private final Cache cache;
    private final Upstreams upstreams;
    private final DnsCounters counters;
    private final Random random;
    private final Map<Question, List<Consumer<Message>>> waiting = new HashMap<>();

    Resolver(Loop loop, Plan plan, Cache cache, Upstreams upstreams, DnsCounters counters, Random random) {
        this.loop = loop;
        this.plan = plan;
        this.cache = cache;
        this.upstreams = upstreams;
        this.counters = counters;
        this.random = random;
    }

    /** @param done gets the answer, now or later; never null */
    void resolve(Question question, Consumer<Message> done) {
        Message cached = cache.get(question);
        if (cached != null) {
            counters.count(DnsCounter.ANSWERS_CACHED);
            done.accept(cached);
            return;
        }
        List<Consumer<Message>> others = waiting.get(question);
        if (others != null) {
            counters.count(DnsCounter.UPSTREAM_COALESCED);
            others.add(done);
        } else if (waiting.size() >= MOST_LOOKUPS) {
            counters.count(DnsCounter.REFUSED_BUSY);
            done.accept(Answers.failure());
        } else {
            waiting.put(question, new ArrayList<>(List.of(done)));
            new Lookup(loop, plan, counters, random, question, answer -> found(question, answer)).begin(upstreams.inOrder());
        }
    }

    private void found(Question question, Message answer) {
        List<Consumer<Message>> all = waiting.remove(question);
        cache.put(question, answer);
        all.forEach(one -> one.accept(answer));
    }
}
