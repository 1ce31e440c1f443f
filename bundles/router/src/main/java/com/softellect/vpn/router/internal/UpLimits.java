package com.softellect.vpn.router.internal;

import com.softellect.vpn.api.counter.Counters;
import com.softellect.vpn.api.session.Session;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;

/**
 * The clients whose policy limits how much they send. A client without a limit costs a comparison.
 *
 * <p>Threads: any; one session's packets by one thread at a time. Scheduler: {@code vpn-router-pace}, from the first client with a limit on.
 */
final class UpLimits {

    private final BiConsumer<Session, byte[]> onwards;
    private final Counters counters;
    private final Map<Session, UpLimit> limited = new ConcurrentHashMap<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread thread = new Thread(r, "vpn-router-pace");
        thread.setDaemon(true);
        return thread;
    });

    /** Published by {@link #stop}. */
    private volatile boolean stopped;

    /** @param onwards where a session's packets go when they may */
    UpLimits(BiConsumer<Session, byte[]> onwards, Counters counters) {
        this.onwards = onwards;
        this.counters = counters;
    }

    /** Sends a well-formed packet onwards: now, or when the client's limit lets it go. It may be dropped and counted instead. */
    void send(Session from, byte[] packet) {
        long limit = from.policy().upBitsPerSecond();
        if (limit != 0 && !stopped) {
            limit(from).offer(packet, limit);
            return;
        }
        UpLimit before = limited.isEmpty() ? null : limited.remove(from);
        if (before != null) {
            before.end();
        }
        onwards.accept(from, packet);
    }

    private UpLimit limit(Session from) {
        UpLimit there = limited.get(from);
        if (there == null) {
            limited.keySet().removeIf(session -> !session.isLive());
            there = new UpLimit(packet -> onwards.accept(from, packet), scheduler, counters);
            limited.put(from, there);
        }
        return there;
    }

    /** What waits goes on at once, and nothing waits any more. */
    void stop() {
        stopped = true;
        limited.values().forEach(UpLimit::end);
        limited.clear();
        scheduler.shutdownNow();
    }
}
