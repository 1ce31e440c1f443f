package com.softellect.vpn.tunnel.internal;

import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for the addresses of hosts, without keeping anybody waiting: who asks is told by an event.
 *
 * <p>Threads: all methods are called by the supervisor's; the system is asked on threads of their own.
 */
final class HostSearch {

    private static final Logger LOG = LoggerFactory.getLogger(HostSearch.class);

    private final HostAddresses hosts;
    private final SurroundingsSlot surroundings;
    private final EventLoop events;

    /** Stands for the search that is waited for; null if there is none. */
    private Object awaited;

    HostSearch(HostAddresses hosts, SurroundingsSlot surroundings, EventLoop events) {
        this.hosts = hosts;
        this.surroundings = surroundings;
        this.events = events;
    }

    /** @param onAnswers an event, unless the search is given up before: there is an answer for each of them, if perhaps none that helps */
    void begin(List<String> some, Runnable onAnswers) {
        Object mine = new Object();
        awaited = mine;
        ask(some, () -> {
            if (mine == awaited) {
                awaited = null;
                onAnswers.run();
            }
        });
    }

    /** Nobody waits for the answers any more. */
    void giveUp() {
        awaited = null;
    }

    /** @param onAnswers an event, in any case */
    void ask(List<String> some, Runnable onAnswers) {
        AtomicInteger missing = new AtomicInteger(some.size());
        for (String host : some) {
            Thread thread = new Thread(() -> {
                lookUp(host);
                if (missing.decrementAndGet() == 0) {
                    events.post(onAnswers);
                }
            }, "vpn-tunnel-names");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void lookUp(String host) {
        try {
            hosts.find(host);
        } catch (UnknownHostException e) {
            LOG.debug("nobody says where the host is", e);
            if (hosts.known(host).isEmpty()) {
                hosts.keep(host, surroundings.lastKnown(host));
            }
        }
    }
}
